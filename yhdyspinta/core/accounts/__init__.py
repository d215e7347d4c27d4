"""Users, grants (user × role × organisation or region × period), one-time sign-in links. Roles are code."""
