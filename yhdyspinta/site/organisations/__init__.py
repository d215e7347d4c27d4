"""Public pages of municipalities, employment areas and other organisations."""
