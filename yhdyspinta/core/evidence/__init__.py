"""What happened, when, who, for which duties: dated evidence, its confirmations, and who declares complete records."""
