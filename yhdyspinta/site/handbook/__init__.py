"""The handbook: a chapter for each role, written in `texts/`, shown in the product, with pictures taken from a running one."""
