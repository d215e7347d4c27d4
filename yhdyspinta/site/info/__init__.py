"""Pages about the product itself, one's own page, and the health check."""
