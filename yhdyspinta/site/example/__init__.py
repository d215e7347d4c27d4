"""The invented region Aavaniemi, of a data directory of its own: every room at work, without a word of a real region."""
