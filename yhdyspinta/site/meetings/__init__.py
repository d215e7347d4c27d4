"""What a meeting takes from another room, brought together by the house."""
