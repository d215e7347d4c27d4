"""Plain Python for everybody: clock, dates, periods, texts, verdicts. Imports nothing of ours, nor Django."""
