"""Replies that a course keeps: written once, filled in for each question, always edited freely."""

from handlers.replies import keeping, using
from handlers.routes import merged

routes = merged(keeping.routes, using.routes)
