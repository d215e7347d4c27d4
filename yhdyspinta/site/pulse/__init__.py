"""Results of a survey as a joint page: both sides beside each other, what is felt beside what is recorded, what to talk about."""
