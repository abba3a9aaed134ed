from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.local.said import Code, Run, Words, rich


def words(*runs: Run) -> Words:
    return Words(runs)


def test_fences_become_code_and_the_rest_stays_as_typed() -> None:
    assert rich("before\n```python\nx = 1\n  y\n```\n    indented\n\nafter") == [
        words(Run("before")),
        Code("x = 1\n  y\n", "python"),
        words(Run("    indented\n\nafter")),
    ]


def test_a_fence_that_is_never_closed_runs_to_the_end() -> None:
    assert rich("```\nx\ny") == [Code("x\ny")]


def test_marks_beside_words() -> None:
    assert rich("a **bold** and *soft* `code`, **`both`**") == [
        words(
            Run("a "),
            Run("bold", ("strong",)),
            Run(" and "),
            Run("soft", ("em",)),
            Run(" "),
            Run("code", ("code",)),
            Run(", "),
            Run("both", ("strong", "code")),
        )
    ]


def test_what_students_type_is_not_taken_for_marks() -> None:
    for text in (
        "2**3**4 and a*b*c",
        "__init__ and _x_",
        "def f(*args, **kwargs):",
        "SELECT * FROM t WHERE a * b",
        "# a comment\n- minus\n+ plus\n> quoted\n>>> 1 + 1",
        "    indented\n        more",
        "C:\\new\\*.csv &amp; [a](http://x.example) ![b](y)",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
    ):
        assert rich(text) == [words(Run(text))]


def test_nothing_but_white_space_is_nothing() -> None:
    assert rich(" \n\t") == []


@given(st.text(alphabet=st.sampled_from(list("ab_<>&\"'\\[]()!# \n\t-+1.🙂é")), max_size=80))
def test_without_ticks_and_stars_everything_is_as_typed(text: str) -> None:
    shown = text.strip("\n")
    assert rich(text) == ([words(Run(shown))] if shown.strip() else [])


@given(st.text(alphabet=st.sampled_from(list("ab*` \n<")), max_size=60))
def test_no_letter_is_lost_and_none_is_made_up(text: str) -> None:
    # A line of three ticks may carry a language, which is no text: no such line here.
    found = rich(text.replace("``", "` "))
    letters = "".join(run.text for one in found if isinstance(one, Words) for run in one.runs)
    assert [one for one in letters if one in "ab<"] == [one for one in text if one in "ab<"]
