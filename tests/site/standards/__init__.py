"""What is public in forms that others read."""
