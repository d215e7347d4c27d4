"""Yhdyspinta: three floors, core < rooms < site."""
