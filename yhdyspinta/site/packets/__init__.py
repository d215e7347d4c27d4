"""Negotiation packets: what both sides look at before they meet, of a region or one municipality, as a document."""
