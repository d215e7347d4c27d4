"""Wellbeing reports and plans: written by sections with the figures beside, heard by the influence bodies, decided by the council."""
