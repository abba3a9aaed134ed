"""``docs/platforms.md``, made from the tests: ``python -m tests.parity`` writes it.

What a transcript does otherwise on a platform is read off the transcript as it is played there;
where an answer goes is read off the recorded payloads; a named fallback names the test that shows
it, which has to exist.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bot.platforms.local
from bot.platforms.slack import inbound
from bot.platforms.slack.inbound import Heard, Place
from bot.transcript.parsing import parse
from bot.transcript.script import Again, Command, Did, Note, Script
from tests.discord.rehearsing import on_discord

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "platforms.md"
TRANSCRIPTS = sorted((ROOT / "tests" / "transcripts").glob("*.txt"))
DAY = Path(bot.platforms.local.__file__).with_name("day.txt")
ANEW = re.compile(r"^  (#[\w-]+) \(edited\): Daring Crane", re.MULTILINE)
"""Slack hangs no file on a message that stands: a card that gets one is posted anew."""
SAME = "the same, word for word"


def on_slack(stem: str, text: str) -> str:
    """A transcript as it is played on Slack."""
    return ANEW.sub(r"  \1: Daring Crane", text) if stem == "files" else text


def _otherwise(script: Script) -> Iterator[str]:
    """What Discord does otherwise in a transcript."""
    for here, there in zip(script.steps, on_discord(script).steps, strict=True):
        if isinstance(there, Note) and not isinstance(here, Note):
            yield "a step is left out: only what is offered can be typed"
        elif isinstance(here, Did) and isinstance(there, Did):
            if isinstance(here.act, Again) and here.expected:
                yield "a second delivery is not answered again"
            elif isinstance(here.act, Command) and here.act != there.act:
                bare = isinstance(there.act, Command) and there.act.text == "help"
                yield "`/askwell` alone is `/askwell help`" if bare else "no words after a command"


MADE = (
    "Made from the tests by `python -m tests.parity`; a test fails when it is out of date. The "
    "local chat is played on SQLite and PostgreSQL, Slack over a server that speaks its protocol, "
    "Discord in SimCord."
)
EACH = (
    "Each is a text file under `tests/transcripts`, played on all three with the same words. A "
    "form's button on Discord always says *Submit*; what else differs is named."
)
ALONE = (
    "Always to the person who acted alone. In the local chat it stands in the room as a message "
    "only they see."
)


@dataclass(frozen=True)
class Fallback:
    """What a platform lacks or does in its own way, and the test that shows it."""

    what: str
    local: str
    slack: str
    discord: str
    test: str


FALLBACKS = (
    Fallback(
        "a form's button",
        "says what it does",
        "says what it does",
        "always *Submit*",
        "test_a_form_with_every_kind_of_field",
    ),
    Fallback(
        "picking a room",
        "one's own rooms",
        "the platform's list; a channel without the bot is named in the form",
        "the platform's list; a channel closed to the bot is named, the text given back",
        "test_a_channel_without_the_bot_is_named_in_the_form",
    ),
    Fallback(
        "picking people",
        "a list of everybody",
        "the platform's list; a bot is refused in the form",
        "the platform's list; a bot is left out",
        "test_a_bot_is_nobody_to_pick",
    ),
    Fallback(
        "picking a group",
        "everybody with one title",
        "a handle is typed; a line where `user_groups` is off",
        "the list of roles",
        "test_a_group_is_typed_where_it_may_be_looked_up",
    ),
    Fallback(
        "the menu of a message",
        "the message's own menu",
        "message shortcuts",
        "message commands",
        "test_every_shortcut_is_explained",
    ),
    Fallback(
        "the thread of a card",
        "reply in thread",
        "the card's thread",
        "a thread begun from the card, or a reply to it",
        "test_a_message_command_on_a_reply",
    ),
    Fallback(
        "a shortcut without a message",
        "`/ask`",
        "global shortcut **Ask**",
        "`/ask`",
        "test_the_shortcuts_are_those_of_the_routes",
    ),
    Fallback(
        "text too long when escaped",
        "whole",
        "whole: nothing is escaped in blocks",
        "its beginning, and the whole as a file",
        "test_what_is_too_long_however_it_is_shown_goes_along_whole",
    ),
    Fallback(
        "files of a card",
        "on the card",
        "in its thread; a card that gets one later is posted anew",
        "on the card",
        "test_a_card_that_gets_a_file_is_posted_anew",
    ),
    Fallback(
        "the board within the hour, the pinned card within the week",
        "edited",
        "edited",
        "taken back and posted anew",
        "test_an_old_board_is_taken_back_and_posted_anew",
    ),
    Fallback(
        "a post whose answer was lost",
        "once",
        "perhaps twice",
        "once",
        "test_a_lost_answer_is_asked_for_again_and_posted_once",
    ),
    Fallback(
        "a form asked for too late",
        "opens",
        "try again",
        "try again",
        "test_a_form_that_comes_too_late_is_asked_for_again",
    ),
    Fallback(
        "nothing could be kept",
        "the form stays",
        "the form stays",
        "the form stays; shut, it gives the text back as a file",
        "test_a_form_that_was_shut_and_not_kept_gives_the_text_back",
    ),
    Fallback(
        "a notice that nobody takes",
        "does not happen",
        "told at the next contact",
        "told at the next contact",
        "test_whoever_could_not_be_reached_is_told_when_they_come_by",
    ),
    Fallback(
        "the name of somebody on the other platform",
        "does not happen",
        "*somebody on Discord*",
        "*somebody on Slack*",
        "test_one_course_lives_on_both_at_once",
    ),
)

_SHOWN = {
    Place.COMMAND: "in the channel, in the acknowledgement",
    Place.CHANNEL: "in the channel, by `response_url`",
    Place.MODAL: "in a window: in direct messages nothing is written",
    Place.VIEW: "in the window it was pressed in",
    Place.SUBMITTED: "in the place of the form",
    Place.DIRECT: "in the direct messages, to be gone with the next look",
}
_KINDS = (
    ("a command in a channel", "slash_command", inbound.command),
    ("a command in direct messages", "slash_command_direct", inbound.command),
    ("a global shortcut", "shortcut", inbound.shortcut),
    ("a shortcut on a message", "message_action", inbound.shortcut),
    ("a button of a card", "block_actions_message", inbound.pressed),
    ("a button of a notice", "block_actions_direct", inbound.pressed),
    ("a button of a window", "block_actions_view", inbound.pressed),
    ("a form", "view_submission", inbound.submitted),
    ("a direct message", "message_im", inbound.wrote),
)


def _places() -> Iterator[tuple[str, str, str]]:
    """Each kind of act, where Slack shows the answer, and where Discord does."""
    for kind, file, read in _KINDS:
        path = ROOT / "tests" / "payloads" / "slack" / f"{file}.json"
        heard = read(json.loads(path.read_text("utf-8"))["payload"])
        assert isinstance(heard, Heard)
        place = heard.back.place
        if kind in {"a global shortcut", "a button of a window"}:
            discord = "there is none"
        elif place == Place.DIRECT:
            discord = "in the direct messages"
        else:
            discord = "under what was done, as an answer only they see"
        yield kind, _SHOWN[place], discord


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def page() -> str:
    """The page."""
    rows = [
        "# What is the same everywhere, and what is not",
        "",
        MADE,
        "",
        "## Conversations",
        "",
        EACH,
        "",
        _row("conversation", "local chat", "Slack", "Discord"),
        "|---|---|---|---|",
    ]
    for file in (DAY, *TRANSCRIPTS):
        text = file.read_text("utf-8")
        slack = SAME if on_slack(file.stem, text) == text else "a card that gets a file is anew"
        discord = "; ".join(dict.fromkeys(_otherwise(parse(text)))) or SAME
        rows.append(_row(file.stem.replace("-", " "), SAME, slack, discord))
    rows += [
        "",
        "## Where the answer is shown",
        "",
        ALONE,
        "",
        _row("what somebody does", "Slack", "Discord"),
        "|---|---|---|",
        *(_row(*cells) for cells in _places()),
        "",
        "## What a platform lacks, and what stands for it",
        "",
        _row("what", "local chat", "Slack", "Discord", "shown by"),
        "|---|---|---|---|---|",
        *(_row(f.what, f.local, f.slack, f.discord, f"`{f.test}`") for f in FALLBACKS),
        "",
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE}\n")
