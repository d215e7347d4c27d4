"""Who may what, address by address: the rule of each, people of every role, a scene, and trying them all."""
