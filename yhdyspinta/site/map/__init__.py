"""The interface map: country, region, interface."""
