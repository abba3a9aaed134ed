"""Conversations as text files that a teacher can read: parsed, played on a platform, compared."""
