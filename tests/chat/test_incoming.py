"""What is heard carries no words of a person where it could be printed."""

from datetime import UTC, datetime

from handlers.chat.incoming import CleanFile, RefusedFile, Submission
from storage.keys import Keys, Somebody
from storage.kinds import Role

KEYS = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")


def submission(**fields: str) -> Submission:
    return Submission(
        who=Somebody(KEYS, b"p" * 16),
        role=Role.STUDENT,
        course="c1",
        at=datetime(2026, 9, 7, 10, 15, tzinfo=UTC),
        seed=b"s" * 16,
        delivery="d1",
        name="ask",
        fields=fields,
        files=(
            CleanFile("picture-1.png", "image/png", b"my face"),
            RefusedFile("ana-lindqvist.heic", "file-kind"),
        ),
    )


def test_a_field_is_stripped_and_a_missing_one_is_empty() -> None:
    form = submission(text="  My join \n")
    assert form.text("text") == "My join"
    assert form.text("tried") == ""
    assert submission(text="a\x00b \ud800c🦦").text("text") == "ab c🦦"


def test_printing_an_event_shows_no_words_and_nobody() -> None:
    printed = repr(submission(text="My join doubles"))
    for secret in ("My join", "my face", "ana-lindqvist", "pppp"):
        assert secret not in printed
    assert "<person>" in printed
