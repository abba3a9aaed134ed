"""Remembers; knows neither handlers nor platforms."""
