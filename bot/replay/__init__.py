"""A course's own questions, asked again through the whole path, and what came of them."""
