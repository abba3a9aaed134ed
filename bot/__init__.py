"""Hears and speaks: the only folder with async code and platform libraries."""
