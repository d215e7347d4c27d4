"""The doorbell: settings, addresses, the server entry. Nothing imports it."""
