"""Who is on duty, to whom a question is brought, the line as each sees it, and the board."""
