"""The vocabulary: what can be heard and what can be said, on every platform alike."""
