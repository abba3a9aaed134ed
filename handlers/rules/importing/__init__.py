"""What an instructor's files hold: bytes in, records and remarks out; nothing is kept here."""
