"""Yhdyspinta: three floors, core < rooms < site."""

VERSION = "0.2.0"
