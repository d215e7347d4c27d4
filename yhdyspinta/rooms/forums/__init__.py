"""Forums of cooperation: who meets whom about what, in which rhythm, and what came of it."""
