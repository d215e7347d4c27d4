"""Measuring the product by its own questions, and made-up records to measure with."""
