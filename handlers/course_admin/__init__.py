"""What staff set up: making a course, its page, and everything on it."""

from handlers.course_admin import making, page, settings
from handlers.routes import merged

routes = merged(making.routes, page.routes, settings.routes)
