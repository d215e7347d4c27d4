"""The five steps of partnership in preparedness, from what several rooms know; a lesson of an exercise as a measure of the goals."""
