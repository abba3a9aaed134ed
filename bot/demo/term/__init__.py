"""A whole term, played through the product: fourteen weeks of a made-up class."""
