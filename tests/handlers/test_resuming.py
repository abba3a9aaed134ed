"""[Fix it] is no dead button: every form that is given back can be opened again."""

import inspect

from handlers.all import ROUTES
from handlers.chat.incoming import Press, Submission
from handlers.resuming import BY_BUTTON, FORMS


def test_every_form_that_is_given_back_opens_again() -> None:
    given_back = {
        route.name
        for route in ROUTES.all()
        if route.kind is Submission
        and "fixable(" in inspect.getsource(inspect.unwrap(route.handler))
    }
    assert len(given_back) > 15
    by_button = {route.name for route in BY_BUTTON.all() if route.kind is Press}
    assert given_back - by_button - set(FORMS) == set()
