"""A made-up course plays its weeks through the real rules of routing, and through two others."""
