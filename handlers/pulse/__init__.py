"""The weekly pulse: asking the class, answering with one tap, steering it."""

from handlers.pulse import joining, rhythm, sending, steering, tapping
from handlers.routes import merged

routes = merged(tapping.routes, joining.routes, steering.routes, sending.routes, rhythm.routes)
