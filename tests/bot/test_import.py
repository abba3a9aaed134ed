import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from bot.cli import import_ as command
from handlers.instruments.shipped import pulse
from storage.columns import table
from storage.keys import load_keys, make_keys
from storage.search_tables import EntryTable
from storage.store import Store
from storage.tables import Course

MONDAY = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("faq.csv").write_text("id,question,answer\na1,When?,On Monday.\na2,Where?,\n", "utf-8")
    Path("topics.jsonl").write_text('{"name": "Joins"}\n{"name": "SQL"}\n', "utf-8")
    return tmp_path


@pytest.fixture
def store(folder: Path, stored_url: str) -> Iterator[Store]:
    make_keys(folder / "keys")
    store = Store(stored_url, load_keys(folder / "keys"), alone=False)
    with store.begin() as work:
        for id_, name in (("c1", "Data 101"), ("c2", "Statistics"), ("c3", "statistics")):
            work.courses.add(Course(id=id_, name=name, contacts="112", created_at=MONDAY))
    yield store
    store.close()


@pytest.fixture
def run(store: Store) -> Run:
    database_url = store.engine.url.render_as_string(hide_password=False)

    def run(*arguments: str) -> Result:
        return askwell("--database", database_url, "--keys", "keys", *arguments)

    return run


def askwell(*arguments: str) -> Result:
    app = typer.Typer()
    app.command("import")(command.import_)
    return CliRunner().invoke(app, arguments)


def entries(store: Store) -> int:
    with store.read() as work:
        return work.connection.scalar(select(func.count()).select_from(table(EntryTable))) or 0


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip(" ─")]


def test_what_is_right_is_imported_and_what_is_wrong_is_listed(store: Store, run: Run) -> None:
    result = run("--course", "data 101", "faq.csv", "topics.jsonl", "nowhere.md")
    assert lines(result.stdout) == [
        "File Answered questions Passages Hints Topics",
        "faq.csv 1 0 0 0",
        "topics.jsonl 0 0 0 2",
        "nowhere.md 0 0 0 0",
        "Together 1 0 0 2",
        "faq.csv, not imported:",
        "line 3: Its answer is empty; fill it in.",
        "nowhere.md, not imported:",
        "It cannot be read (No such file or directory); name a file that can.",
        "This is in Data 101 now.",
    ]
    assert result.exit_code == 1
    assert entries(store) == 1
    with store.read() as work:
        assert [topic.name for topic in work.hints.topics("c1")] == ["Joins", "SQL"]


def test_a_file_without_fault_ends_well(run: Run) -> None:
    result = run("--course", "c2", "topics.jsonl")
    assert lines(result.stdout)[1:] == ["topics.jsonl 0 0 0 2", "This is in Statistics now."]
    assert result.exit_code == 0


def test_a_dry_run_keeps_nothing_and_opens_no_database(store: Store, run: Run) -> None:
    result = run("--course", "c1", "--dry-run", "faq.csv")
    assert lines(result.stdout)[-1] == "Nothing was imported (--dry-run)."
    assert result.exit_code == 1
    assert entries(store) == 0
    result = askwell("--course", "c1", "--dry-run", "topics.jsonl", "--database", "mysql://")
    assert result.exit_code == 0


def test_json_says_it_all(run: Run) -> None:
    Path("more.csv").write_text("id,question,answer\na1,When?,On Tuesday.\n", "utf-8")
    result = run("--course", "Data 101", "--json", "faq.csv", "more.csv")
    count = {"answers": 1, "passages": 0, "hints": 0, "topics": 0, "statements": 0}
    assert json.loads(result.stdout) == {
        "course": "Data 101",
        "dry_run": False,
        **count,
        "answers": 2,
        "files": [
            {
                "file": "faq.csv",
                **count,
                "refused": [{"line": 3, "sentence": "Its answer is empty; fill it in."}],
                "said": [],
            },
            {
                "file": "more.csv",
                **count,
                "refused": [],
                "said": [
                    {
                        "line": None,
                        "sentence": "It takes the place of 1 entry that stands in a file "
                        "before it.",
                    }
                ],
            },
        ],
    }


def test_nothing_to_import_says_so(run: Run) -> None:
    Path("[bold]empty.csv").touch()
    result = run("--course", "c1", "[bold]empty.csv")
    assert lines(result.stdout)[1:] == [
        "[bold]empty.csv 0 0 0 0",
        "[bold]empty.csv, not imported:",
        "The file is empty.",
        "Nothing was imported.",
    ]


def test_many_wrong_lines_are_cut_on_a_terminal_and_whole_in_json(run: Run) -> None:
    Path("bad.jsonl").write_text('{"name": "SQL"}\n' + "x\n" * 1_050, "utf-8")
    said = lines(run("--course", "c1", "bad.jsonl").stdout)
    assert said[-3] == "line 51: It is not JSON from character 1 on; correct it."
    assert said[-2] == "and 1,000 more; --json lists them all."
    (file,) = json.loads(run("--course", "c1", "--json", "bad.jsonl").stdout)["files"]
    assert len(file["refused"]) == 1_050


def test_a_huge_file_is_not_even_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "MOST_BYTES", 1024**2)
    with Path("huge.csv").open("wb") as file:
        file.truncate(1024**2 + 1)
    result = run("--course", "c1", "huge.csv")
    assert "  It is larger than 1 MiB; split it." in result.stdout.splitlines()


@pytest.mark.parametrize(
    ("course", "sentence"),
    [
        ("STATISTICS", "2 courses are called STATISTICS; name one by its id: c2, c3."),
        (
            "Chemistry",
            (
                "There is no course Chemistry; there are: Data 101 (c1), Statistics (c2), "
                "statistics (c3)."
            ),
        ),
    ],
)
def test_a_course_that_is_not_one_is_refused(
    store: Store, run: Run, course: str, sentence: str
) -> None:
    result = run("--course", course, "faq.csv")
    assert (result.exit_code, result.stderr) == (2, f"{sentence}\n")
    assert entries(store) == 0


def test_a_database_without_courses_says_where_they_come_from(folder: Path) -> None:
    make_keys(folder / "keys")
    result = askwell(
        "--course", "c1", "--database", "sqlite:///new.db", "--keys", "keys", "faq.csv"
    )
    assert (result.exit_code, result.stderr) == (
        2,
        "There is no course yet; make one with /course in your chat.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--database", "mysql://host/x", "--keys", "keys"),
            "Askwell stores in SQLite or PostgreSQL, not in mysql.",
        ),
        (
            ("--database", "sqlite:///no/such/folder/x.db", "--keys", "nokeys"),
            (
                "There is no key file at nokeys. For a new installation, askwell init makes one; "
                "else restore it from its backup."
            ),
        ),
        (
            ("--database", "postgresql+psycopg://nobody@127.0.0.1:1/x", "--keys", "keys"),
            (
                "The database cannot be used; nothing is imported. Check that it runs and that its "
                "URL is right."
            ),
        ),
        (
            ("--config", "nowhere.toml"),
            (
                "There is no configuration file nowhere.toml. Name yours with --config; askwell "
                "init makes one."
            ),
        ),
    ],
)
def test_what_stands_in_the_way_is_one_sentence(
    folder: Path, arguments: Sequence[str], sentence: str
) -> None:
    make_keys(folder / "keys")
    result = askwell("--course", "c1", *arguments, "faq.csv")
    assert (result.exit_code, result.stderr) == (2, f"{sentence}\n")


def test_the_configuration_says_which_database(store: Store, stored_url: str) -> None:
    Path("config.toml").write_text(
        f"[storage]\nurl = {json.dumps(stored_url)}\nkeys_file = 'keys'\n", "utf-8"
    )
    assert askwell("--course", "c1", "topics.jsonl").exit_code == 0
    with store.read() as work:
        assert len(work.hints.topics("c1")) == 2


@pytest.mark.parametrize(("seconds", "shown"), [(0.9, False), (1.1, True)])
def test_a_bar_is_shown_after_a_second_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seconds: float,
    shown: bool,
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # Rich takes any file for a terminal then
    monkeypatch.setenv("TERM", "xterm")
    times = iter((100.0, 100.0 + seconds))
    clock = SimpleNamespace(monotonic=lambda: next(times))
    monkeypatch.setattr("bot.cli.import_.time", clock)
    with command._progress(100) as watch:
        watch(50)
    assert ("Importing" in capsys.readouterr().err) is shown


def test_statements_for_the_pulse_take_the_place_of_the_shipped_ones(run: Run) -> None:
    Path("bank.json").write_text(pulse().model_dump_json())
    result = run("--course", "c1", "bank.json")
    assert result.exit_code == 0
    assert lines(result.stdout)[-2:] == ["bank.json 0 0 0 0 13", "This is in Data 101 now."]
