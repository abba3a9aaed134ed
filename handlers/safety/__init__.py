"""Looking after people: who is there for them, and what staff and classmates do about a post."""
