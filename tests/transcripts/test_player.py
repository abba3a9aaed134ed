"""The player itself: what it must catch, it catches."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.cli.demo_script import play_script
from bot.platforms.local.rehearsal import CONTACTS
from bot.transcript.comparing import Difference, matches
from bot.transcript.files import CREATOR, file_named
from bot.transcript.parsing import Unreadable, parse
from bot.transcript.playing import Played, all_differences, seeds
from bot.transcript.printing import difference_text, step_text
from bot.transcript.script import Did, Expected, Fill, Press
from bot.transcript.stage import Shown
from tests.transcripts.test_transcripts import DAY, played

pytestmark = pytest.mark.usefixtures("sqlite_url")  # the tables are there, in tmp_path

HEADER = "course Data 101 · ana: student · tim, eva: TAs · ines: instructor · @ Mon 10:15\n"
MY = "Your questions / … / [Ask] [Read it] [Accounts] [What is stored] [Delete everything]"
ASK = f"""{HEADER}ana> [Ask]
  form to ana: Ask …
ana> The heron stands in the reeds.
  only ana: …
ana> [Ask people]
  only ana: …
ana> [Post]
  only ana: …
  #staff: …
"""


def play(text: str, folder: Path) -> list[Played]:
    return asyncio.run(played(text, f"sqlite:///{folder / 'askwell.sqlite'}", folder))


def wrong(text: str, folder: Path) -> list[Difference]:
    return all_differences(play(text, folder))


def test_output_that_is_not_listed_differs(tmp_path: Path) -> None:
    (difference,) = wrong(f"{HEADER}ana> /my\n", tmp_path)
    assert difference.line == 2
    assert difference.expected == ""
    assert difference.said.startswith("only ana: Your questions You have not asked")


def test_what_is_listed_and_not_said_differs(tmp_path: Path) -> None:
    text = f"{HEADER}ana> /my\n  only ana: {MY}\n  notice ana: You have mail.\n"
    assert wrong(text, tmp_path) == [Difference(4, expected="notice ana: You have mail.")]


def test_another_text_differs_and_says_where(tmp_path: Path) -> None:
    text = f"{HEADER}ana> /askwell nonsense\n  only ana: Askwell is sad.\n"
    (difference,) = wrong(text, tmp_path)
    assert difference.line == 3
    assert "they part at  “is” against “does”" in difference_text(difference)


def test_another_person_or_room_differs(tmp_path: Path) -> None:
    text = f"{HEADER}ana> /my\n  only tim: {MY}\n"
    assert {one.line for one in wrong(text, tmp_path)} == {2, 3}


def test_what_nobody_could_do_differs_and_the_rest_is_played(tmp_path: Path) -> None:
    text = f"{HEADER}ana> [Dance]\nana> hello\nbea> /my\nana> /my\n  only ana: {MY}\n"
    assert [one.note for one in wrong(text, tmp_path)] == [
        "ana sees no button [Dance]",
        "ana has no form open",
        "there is nobody called bea in the header",
    ]


def test_a_field_or_choice_that_is_not_there_differs(tmp_path: Path) -> None:
    text = f"{HEADER}ana> [Ask]\n  form to ana: Ask …\nana> x · colour: red\nana> x · wish: Fame\n"
    assert [one.note for one in wrong(text, tmp_path)] == [
        "the form 'Ask' has no field 'colour'",
        "\"Help I'd like\" has no choice 'Fame'",
    ]


def test_words_that_are_left_are_found_wherever_they_stand(tmp_path: Path) -> None:
    found = [one.note for one in wrong(f"{ASK}nothing of ana is left\n", tmp_path)]
    words = "there is still 'The heron stands in the reeds' in"
    for place in ("the table question", "askwell.sqlite", "chat.sqlite", "#staff"):
        assert f"{words} {place}" in found
    account = [one for one in found if "heron" not in one]
    assert any(one.endswith("in the table account") for one in account)
    assert any(one.endswith("in askwell-vault.sqlite") for one in account)


@pytest.mark.parametrize(("winner", "loser"), [("tim", "eva"), ("eva", "tim")])
def test_whoever_wins_is_the_one_that_is_written_first(
    winner: str, loser: str, tmp_path: Path
) -> None:
    names = {"tim": "Tim Brandt", "eva": "Eva Novotná"}
    text = f"""{ASK}tim+eva> [Claim]
  only {winner}: It is yours. …
  only {loser}: {names[winner]} has this one now, …
  #staff (edited): … {names[winner]} is on it. …
{winner}> [Release]
  only {winner}: …
  #staff (edited): … Waiting since …
"""
    assert wrong(text, tmp_path) == []


def test_two_winners_are_not_accepted(tmp_path: Path) -> None:
    text = f"""{ASK}tim+eva> [Claim]
  only tim: It is yours. …
  only eva: It is yours. …
  #staff (edited): …
"""
    assert len(wrong(text, tmp_path)) == 1


def test_a_played_step_reads_like_the_transcript(tmp_path: Path) -> None:
    text = f"{HEADER}ana> /askwell nonsense\n"
    (step,) = play(text, tmp_path)
    assert step_text(step) == (
        "ana> /askwell nonsense\n"
        "  only ana: Askwell does not know this, or not any more. "
        "Type /askwell to see what you can do."
    )


@pytest.mark.parametrize(
    ("expected", "said", "same"),
    [
        ("One / Two", ("One", "Two"), True),
        ("One Two", ("One", "Two"), True),
        ("One", ("One", "Two"), False),
        ("One …", ("One", "Two"), True),
        ("… Two", ("One", "Two"), True),
        ("O…e Two", ("One", "Two"), True),
        ("…", ("One\nTwo",), True),
        ("Two One", ("One", "Two"), False),
        ("One. Two", ("One, Two",), False),
        ("one two", ("One Two",), False),
    ],
)
def test_any_text_only_where_it_is_written(
    expected: str, said: tuple[str, ...], same: bool
) -> None:
    assert (
        matches(Expected(1, "only x", edited=False, text=expected), Shown("only x", said)) is same
    )


def test_an_edit_is_not_a_new_message() -> None:
    assert not matches(Expected(1, "#x", edited=True, text="One"), Shown("#x", ("One",)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Data 101\n", 'line 1: begin with "course NAME"'),
        (f"{HEADER}ana says hello\n", "line 2: 'ana says hello' is not understood"),
        (f"{HEADER}  only ana: hello\n", "line 2: nobody has done anything yet"),
        (f"{HEADER}ana> /my\n  ana hears: hello\n", 'line 3: write "#room: …"'),
        (f"{HEADER}ana> hello · green\n", "line 2: 'green': write"),
        (f"{HEADER}ana> [Ask\n", "line 2: write [Button]"),
    ],
)
def test_what_is_not_of_the_grammar_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(Unreadable, match=f"^{message.replace('[', '.').replace('?', '.')}"):
        parse(text)


def test_a_text_may_have_lines_and_fields() -> None:
    script = parse(f'{HEADER}ana> It fails:\n| x = 1\n|   y = 2\nana> [Keep] at "x"\n')
    first, second = script.steps
    assert isinstance(first, Did)
    assert first.act == Fill("It fails:\nx = 1\n  y = 2")
    assert isinstance(second, Did)
    assert second.act == Press("Keep", at="x")


def test_chance_is_the_same_for_the_same_seed_and_another_for_each_event() -> None:
    one, again, other = seeds(7), seeds(7), seeds(8)
    first, second = one(), one()
    assert [first, second] == [again(), again()]
    assert first != second
    assert other() != first
    assert len(first) == 16


def test_pictures_hold_something_that_must_be_cleaned() -> None:
    for name in ("photo.png", "photo.jpg"):
        assert CREATOR.encode() in file_named(name)
    with pytest.raises(ValueError, match=r"^film\.avi"):
        file_named("film.avi")


def test_the_day_is_printed_as_it_was_played(capsys: pytest.CaptureFixture[str]) -> None:
    assert play_script(json_output=False, database=None) == 0
    out = capsys.readouterr().out
    assert out.endswith("Everything was said as it is written, and nothing else.\n")
    assert "  only cleo: Here is the answer from your course, under “Syllabus”." in out


def test_the_day_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert play_script(json_output=True, database=None) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["steps", "differences"]
    assert told["differences"] == []
    assert told["steps"][0]["act"] == "ines> /askwell course"
    assert told["steps"][0]["said"][0]["where"] == "form to ines"


def test_a_day_that_differs_ends_with_another_status(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    changed = DAY.read_text("utf-8").replace("hall B", "hall C", 1)
    (tmp_path / "day.txt").write_text(changed, "utf-8")
    monkeypatch.setattr("bot.cli.demo_script.files", lambda _package: tmp_path)
    assert play_script(json_output=False, database=None) == 1
    out = capsys.readouterr().out
    assert "they part at  “B.” against “C.”" in out
    assert "One thing differs from what is written" in out


def test_a_database_of_ones_own_is_empty_again_afterwards(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _time in range(2):
        assert play_script(json_output=True, database=database_url) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["differences"] == []


def test_a_database_in_use_is_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "first").mkdir()
    url = f"sqlite:///{tmp_path / 'askwell.sqlite'}"
    text = f"{HEADER}ines> /askwell course\n  only ines: Data 101 / In distress: {CONTACTS} […\n"
    steps = asyncio.run(played(text, url, tmp_path / "first"))
    assert all_differences(steps) == []
    assert play_script(json_output=False, database=url) == 2
    assert "holds a course already" in capsys.readouterr().err
