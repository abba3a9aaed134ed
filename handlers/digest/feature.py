"""The digest's routes together."""

from handlers.digest import looking, monday, telling
from handlers.routes import merged

routes = merged(looking.routes, telling.routes, monday.routes)
