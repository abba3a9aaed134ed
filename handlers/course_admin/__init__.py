"""What staff set up: making a course, its page, and everything on it."""

from handlers.course_admin import (
    catching_up,
    codes,
    exams,
    making,
    page,
    placing,
    releases,
    replying,
    roster,
    settings,
    staff,
    terms,
)
from handlers.routes import merged

routes = merged(
    making.routes,
    page.routes,
    placing.routes,
    catching_up.routes,
    settings.routes,
    staff.routes,
    codes.routes,
    exams.routes,
    releases.routes,
    replying.routes,
    roster.routes,
    terms.routes,
)
