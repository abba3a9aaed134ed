"""The tests of docs and design that concern numbers about people; each can fail."""
