"""The block of shared goals: what is aimed at, what is done for it, who is in charge, and how far it has come."""
