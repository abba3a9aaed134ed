import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.bench.rows import percentile
from bot.cli.demo import demo
from bot.platform import Unreachable
from bot.platforms.local.adapter import LocalPlatform
from bot.replay.questions import Asked, read_questions
from storage.questions import Questions
from storage.tickets import Tickets

ANSWERS = [
    {
        "id": "joins",
        "section": "Week 3",
        "question": "Why does my join double the rows of a table?",
        "answer": "A key appears twice on one side. Count every key before you join. Then decide.",
    },
    {
        "id": "deadline",
        "section": "General",
        "kind": "logistics",
        "question": "When is the homework deadline?",
        "answer": "On Friday at noon.",
    },
    {
        "id": "lava",
        "section": "Week 9",
        "question": "Plotting geology",
        "answer": "Use a logarithmic axis and short labels. Read the chapter first. Then draw.",
    },
]
KNOWN = [{"question": f"Why does my join double rows {n}?", "answer_id": "joins"} for n in range(8)]
DIRECT = {"question": "When is the homework deadline?", "answer_id": "deadline"}
# The search cannot know that these belong to "lava": they have no word in common with it.
SAME = [
    {"question": f"volcano eruption magnitude crater {n}", "answer_id": "lava"} for n in range(48)
]
NOBODY = {"question": "quaternion gimbal"}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    materials, questions = tmp_path / "answers.jsonl", tmp_path / "questions.jsonl"
    _write(materials, ANSWERS)
    _write(questions, [*KNOWN, DIRECT, *SAME, NOBODY])
    return materials, questions


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")


def _replay(files: tuple[Path, Path], *more: str) -> Result:
    app = typer.Typer()
    app.command()(demo)
    materials, questions = files
    return CliRunner().invoke(
        app, ["--materials", str(materials), "--replay", str(questions), *more]
    )


def _figures(files: tuple[Path, Path], *more: str) -> dict[str, Any]:
    result = _replay(files, "--json", *more)
    # Where the log is not set up, as here, it speaks on standard output, before the report.
    found: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return found


def test_every_outcome_is_possible_and_all_of_them_are_asked(
    files: tuple[Path, Path], database_url: str
) -> None:
    found = _figures(files, "--database", database_url)
    assert found["asked"] == len(KNOWN) + 1 + len(SAME) + 1
    outcomes = [found[name] for name in ("reused", "me_too", "solved_by_hint", "tickets", "lost")]
    assert found["asked"] == sum(outcomes)
    assert found["lost"] == 0
    # Half of the students look around first; the join's answer is there for all of them.
    assert found["reused"] + found["solved_by_hint"] == len(KNOWN) + 1
    assert found["reused"] > 0
    assert found["solved_by_hint"] > 0
    # Cards of hidden questions come out within five minutes, a minute for every eight questions:
    # all eight of the first minute stay in for the rest of the time only once in a million runs.
    assert found["me_too"] > 0
    assert found["me_too"] + found["tickets"] == len(SAME) + 1


def test_ranks_are_shares_of_the_questions_whose_answer_is_known(files: tuple[Path, Path]) -> None:
    found = _figures(files)
    known = len(KNOWN) + 1 + len(SAME)
    right = len(KNOWN) + 1
    assert found["rank_1"] == pytest.approx(right / known)
    assert found["rank_3"] == pytest.approx(right / known)
    assert found["pointer_right"] == 1.0
    for name in ("events_per_s", "peak_memory_mb"):
        assert found[name] > 0
    steps = found["steps"]
    assert steps["search"]["times"] == found["asked"]
    assert steps["ask"]["p50_ms"] <= steps["ask"]["p99_ms"]


def test_questions_without_a_known_answer_count_too(tmp_path: Path) -> None:
    materials, questions = tmp_path / "a.jsonl", tmp_path / "q.jsonl"
    _write(materials, ANSWERS)
    _write(questions, [NOBODY, {"question": "When is the homework deadline?"}])
    found = _figures((materials, questions))
    # Nobody can say that the deadline's answer is the right one, so both go to people.
    assert (found["asked"], found["tickets"], found["lost"]) == (2, 2, 0)
    assert found["rank_1"] is None
    assert found["pointer_right"] is None


def test_a_question_that_is_not_kept_is_lost(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Questions, "closed", lambda *_values: True)
    result = _replay(files, "--json", "--limit", "8")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["lost"] == 8


def test_a_ticket_that_is_not_in_the_line_is_lost(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tickets, "add", lambda *_values: None)
    found = _figures(files)
    assert found["tickets"] == 0
    assert found["lost"] > 0


def test_a_ticket_whose_card_staff_never_got_is_lost(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    post = LocalPlatform.post

    async def broken(self: LocalPlatform, room: object, *args: object, **more: object) -> str:
        if getattr(room, "room", "") == "staff":
            raise Unreachable
        return await post(self, room, *args, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(LocalPlatform, "post", broken)
    found = _figures(files)
    assert found["tickets"] == 0
    assert found["lost"] > 0


def test_a_following_that_is_not_kept_is_lost(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Questions, "follow", lambda *_values: True)
    found = _figures(files)
    assert found["me_too"] == 0
    assert found["lost"] > 0


def test_only_so_many(files: tuple[Path, Path]) -> None:
    assert _figures(files, "--limit", "3")["asked"] == 3


def test_wrong_lines_are_named_and_the_rest_goes_on(files: tuple[Path, Path]) -> None:
    _materials, questions = files
    questions.write_text(
        'no JSON\n{"question": "When is the homework deadline?", "answer_id": "deadline"}\n'
        '{"answer_id": "joins"}\n\n{"question": "Where?", "answer_id": "gone"}\n',
        "utf-8",
    )
    result = _replay(files, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["asked"] == 2
    said = result.stderr.splitlines()
    assert [line.partition(", ")[2].partition(":")[0] for line in said] == [
        "line 1",
        "line 3",
        "line 5",
    ]
    assert "JSON" in said[0]
    assert "question" in said[1]
    assert "answer_id" in said[2]


@pytest.mark.parametrize("empty", [0, 1])
def test_nothing_to_replay_is_one_sentence(files: tuple[Path, Path], empty: int) -> None:
    files[empty].write_text("", "utf-8")
    result = _replay(files)
    assert result.exit_code == 2
    assert files[empty].name in result.stderr.splitlines()[-1]


def test_a_file_that_is_not_there_is_one_sentence(files: tuple[Path, Path]) -> None:
    files[1].unlink()
    result = _replay(files)
    assert result.exit_code == 2
    assert files[1].name in result.stderr


def test_the_report_in_words(files: tuple[Path, Path]) -> None:
    result = _replay(files, "--limit", "2")
    assert result.exit_code == 0
    assert "2 questions asked" in result.stdout
    assert "0  lost" in result.stdout


def test_questions_are_read_as_they_stand() -> None:
    lines = [
        b'{"question": " How? ", "answer_id": "a"}',
        b'{"question": ""}',
        b'{"question": 3}',
        b'{"question": "Why\xff?"}',
        json.dumps({"question": "x" * 2501}).encode(),
        b'{"question": "When?", "answer_id": null}',
    ]
    asked, remarks = read_questions(b"\n".join(lines), {"a"})
    assert asked == [Asked("How?", "a"), Asked("When?", "")]
    assert Counter(remark.line for remark in remarks) == {2: 1, 3: 1, 4: 1, 5: 1}


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([15, 20, 35, 40, 50], 30, 20), ([15, 20, 35, 40, 50], 100, 50), ([7], 1, 7)],
)
def test_percentiles_by_nearest_rank(values: list[float], percent: int, expected: float) -> None:
    # The first two are the worked example of the nearest-rank method on Wikipedia ("Percentile").
    assert percentile(values, percent) == expected


def test_there_is_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)
