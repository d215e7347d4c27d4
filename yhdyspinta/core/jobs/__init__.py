"""Work beside the web: a schedule of slots, each run once, by whichever worker is there."""
