"""The demo: the whole bot with a local chat and a seeded course."""
