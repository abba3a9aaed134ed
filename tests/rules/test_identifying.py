"""What could show who somebody is is warned of; what only looks like it is not."""

import pytest

from handlers.rules.identifying import Warned, identifying, looks_like_code, looks_personal
from handlers.rules.names import keys_of

KNOWN = frozenset().union(*map(keys_of, ("Ana Lindqvist", "Mark O'Brien", "Li Wei")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My join doubles the rows.", ()),
        ("Ana helped me with the join", (Warned.NAME,)),
        ("as Lindqvist said", (Warned.NAME,)),
        ("what mark do I get", ()),
        ("Analysis of variance", ()),
        ("my name is Tom", (Warned.NAME,)),
        ("why is it so slow?\nThanks, Tom Miller", (Warned.NAME,)),
        ("this is Tom from group 3", (Warned.NAME,)),
        ("I am Stuck.", ()),
        ("this is Python.", ()),
        ("@tom said it is fine", (Warned.HANDLE,)),
        ("<@U0123ABC> said so", (Warned.HANDLE,)),
        ("the @property decorator", ()),
        ("a @ b for matrices", ()),
        ("write to tom@example.org", (Warned.EMAIL,)),
        ("call +49 170 1234567", (Warned.PHONE,)),
        ("call 0170/1234567 please", (Warned.PHONE,)),
        ("My number is +49 170 1234567.", (Warned.PHONE,)),
        ("the value is 0.123456789", ()),
        ("1000000007 is a prime", ()),
        ("I live at 12 Baker Street", (Warned.ADDRESS,)),
        ("ich wohne Gartenstraße 7", (Warned.ADDRESS,)),
        ("my student number is 12345678", (Warned.NUMBER,)),
        ("student id: s1234567", (Warned.NUMBER,)),
        ("id 7 is missing", ()),
        ("I am Tom, tom@example.org", (Warned.NAME, Warned.EMAIL)),
    ],
)
def test_what_is_found(text: str, expected: tuple[Warned, ...]) -> None:
    assert identifying([text], KNOWN) == expected
    assert identifying(["a", text], KNOWN) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(x):\n    return x", True),
        ("```x```", True),
        ("df = pd.merge(a, b)", True),
        ("x <- c(1, 2)", True),
        ("SELECT a FROM b;", True),
        ("int main() {", True),
        ("df.groupby('a') does nothing", True),
        ("My join doubles the rows.", False),
        ("if it rains, what is the expected value", False),
        ("for which x is it true?", False),
    ],
)
def test_what_looks_like_code(text: str, expected: bool) -> None:
    assert looks_like_code(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I was in hospital, can I get an extension?", True),
        ("my mum is ill", True),
        ("I need extra time because of ADHD", True),
        ("what does illegal argument mean", False),
        ("My join doubles the rows.", False),
    ],
)
def test_what_looks_personal(text: str, expected: bool) -> None:
    assert looks_personal(text) is expected
