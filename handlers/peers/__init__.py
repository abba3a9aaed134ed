"""Classmates who help: by their own choice, in fair turns, under aliases, thanked in private."""

from handlers import partners, thanks
from handlers.peers import helping, offering, taking
from handlers.routes import merged

routes = merged(helping.routes, offering.routes, taking.routes, thanks.routes, partners.routes)
