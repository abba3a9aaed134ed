"""The weekly pulse: who is asked what, when, and what the answers say about a class."""
