"""A frozen digest as a page, a table, JSON and text; and ``askwell digest``, which reads it."""

import csv
import io
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import build
from bot.digest.forms import FORMS
from bot.digest.page import POLICY, page
from handlers.digest.composing import compose
from handlers.digest.findings import About, Shown
from handlers.digest.freezing import freeze, thawed
from handlers.digest.telling import for_the_class
from handlers.rules.release import thaw
from handlers.words import words
from storage.keys import make_keys
from storage.store import Store
from storage.tables import Published
from tests.digest import world
from tests.digest.world import MONDAY, WEEK
from tests.storage.rows import KEYS


@pytest.fixture
def content(sqlite_url: str) -> str:
    store = Store(sqlite_url, KEYS)
    found = world.record("forms", 60, name="<Data> & 101")
    world.fill(store, found, 30)
    with store.begin() as work:
        digest = compose(world.opened(work, found), MONDAY)
        frozen = Published(
            course_id=found.id, week=WEEK, composed_at=world.DUE, content=freeze(digest)
        )
        work.digests.freeze(frozen)
    store.close()
    return freeze(digest)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_says_everything_and_asks_nothing_of_anywhere(content: str) -> None:
    digest, html = thawed(content), page(content)
    read = Tags()
    read.feed(html)
    names = [tag for tag, _attributes in read.seen]
    assert "script" not in names
    assert not [a for _tag, a in read.seen if a.keys() & {"src", "href", "onclick", "style"}]
    assert names.count("li") == len(digest.front) + len(digest.more) + len(digest.actions)
    assert "<Data>" not in html
    assert "&lt;Data&gt; &amp; 101" in html
    assert digest.picture is not None
    assert ("svg", digest.picture.alt) in [(t, a.get("aria-label")) for t, a in read.seen]
    assert "default-src 'none'" in POLICY
    for name, about in (("questions", About.TICKETS), ("people", About.PEOPLE)):
        lines = [one for one in (*digest.front, *digest.more) if one.about is about]
        assert html.count(f'<span class="class">{name}</span>') == len(lines) > 0


def test_the_table_has_a_row_for_each_figure_with_its_class(content: str) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMS["csv"](content))))
    assert {row["week"] for row in rows} == {WEEK}
    assert {row["class"] for row in rows} == {"O", "P"}
    for row in rows:
        if row["class"] == About.PEOPLE.value:
            assert thaw(row["value"]).frozen() == row["value"]


def test_a_cell_is_no_formula(content: str) -> None:
    told = FORMS["csv"](content.replace("Joins", "=1+1"))
    assert ",'=1+1" in told
    assert ",=1+1" not in told


def test_json_is_what_was_published(content: str) -> None:
    assert FORMS["json"](content) == content


def test_the_text_says_every_line(content: str) -> None:
    text = " ".join(FORMS["text"](content).split())
    digest, names = thawed(content), {About.TICKETS: "questions", About.PEOPLE: "people"}
    for line in (*digest.front, *digest.more):
        assert f"{names[line.about]} {line.text}" in text
    for action in digest.actions:
        assert action.text in text


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(build(["digest"]), ["digest", *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("form", list(FORMS))
def test_the_command_writes_the_very_bytes(
    content: str, sqlite_url: str, tmp_path: Path, form: str
) -> None:
    make_keys(tmp_path / "askwell.keys")
    config = tmp_path / "config.toml"
    config.write_text(f'[storage]\ndirectory = "{tmp_path}"\nurl = "{sqlite_url}"\n')
    common = ("--config", str(config), "--course")
    code, out, _err = run(*common, "forms", "--week", WEEK, "--format", form)
    assert (code, out) == (0, FORMS[form](content))  # type: ignore[index]  # one of its keys
    assert run(*common, "<Data> & 101", "--format", form)[1] == out
    code, _out, err = run(*common, "another")
    assert (code, err) == (2, "There is no such course. Courses: <Data> & 101.\n")
    code, _out, err = run(*common, "forms", "--week", "2026-W39")
    assert code == 2
    assert "There is not a digest of 2026-W39 yet" in err
    assert run(*common, "forms", "--format", "pdf")[0] == 2


def test_the_digest_needs_nothing_that_draws_or_computes() -> None:
    program = (
        "import sys, handlers.digest.feature, bot.digest.forms, bot.pictures.artist\n"
        "heavy = {'numpy', 'scipy', 'pandas', 'matplotlib', 'PIL'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


FEW, SOME = "withheld:", "share:30"


@pytest.mark.parametrize(
    ("key", "about", "text", "values", "told"),
    [
        ("unanswered", "O", "Waiting for an answer: nothing.", {"waiting": 0}, False),
        # One may be a classmate's, and for staff only.
        (
            "unanswered",
            "O",
            "Waiting for an answer: 1 question, for 9 h.",
            {"waiting": 1},
            False,
        ),
        ("unanswered", "O", "Waiting for an answer: 5 questions.", {"waiting": 5}, True),
        ("reply", "O", "First reply: nothing was posted.", {"target": 4}, False),
        ("hardest", "O", "Hardest topic: none stood out.", {}, False),
        ("hardest", "O", "Hardest topic: Joins.", {"whole": 5}, True),
        ("pulse", "P", "Pulse: Belonging: probably changed.", {"belonging": "word:changed"}, False),
        ("attempts", "P", "Asked with an attempt: not enough answers.", {"share": FEW}, False),
        ("hidden", "P", "…", {"share": FEW, "people": "band:10-14"}, False),
        ("hidden", "P", "…", {"share": SOME, "people": "band:10-14"}, True),
        ("pulse-belonging-sections", "P", "…", {"section-1": FEW, "section-2": "mean:3.00"}, True),
        ("volume", "O", "Questions asked: fewer than 5.", {"asked": 0, "posted": 4}, False),
        ("volume", "O", "Questions asked: about 5.", {"asked": 5, "posted": 5}, True),
        ("volume", "O", "…", {"posted": 20, "posted_before": 1}, False),
        # The whole is large; the part is the one that waits.
        ("late", "O", "Without a reply after 48 hours: …", {"part": 1, "whole": 20}, False),
        ("late", "O", "Without a reply after 48 hours: …", {"part": 0, "whole": 20}, True),
        ("late", "O", "Without a reply after 48 hours: …", {"part": 5, "whole": 20}, True),
        ("told", "O", "…", {"part": 4, "whole": 20}, False),
        ("reopened", "O", "…", {"part": 4, "whole": 20}, False),
        ("peers", "O", "…", {"by_classmates": 4, "firsts": 20}, False),
    ],
)
def test_only_what_the_class_may_read_is_offered_to_tell(
    key: str,
    about: str,
    text: str,
    values: dict[str, int | str],
    told: bool,  # a table
) -> None:
    assert for_the_class(Shown(key, About(about), text, values), words("en")) is told
