"""Finding who asked where a life is in danger: off unless the institution has set a rule."""

from handlers.reveal import asking, deciding, telling
from handlers.routes import merged

routes = merged(asking.routes, deciding.routes, telling.routes)
