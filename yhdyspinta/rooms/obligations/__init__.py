"""The block of law: what binds whom, what is recorded about it, what comes next, and why."""
