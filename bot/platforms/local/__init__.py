"""A chat of one's own: the whole bot without an account, a token or a network."""
