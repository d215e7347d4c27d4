"""The coefficient of promoting wellbeing and health (HYTE-kerroin): its rules by year and its arithmetic. Plain Python."""
