from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.platforms.local.body import Body, Enclosure, Pressable, plain
from bot.platforms.local.chat import Change, Chat, Closed, Gone, Opened, Seen
from bot.platforms.local.classroom import classroom
from tests.local.toy import ASK_FORM

AT = datetime(2026, 9, 7, 10, 15, tzinfo=UTC)


def a_chat(path: Path | None = None) -> Chat:
    return Chat(classroom(), path, now=lambda: AT)


def with_button(label: str, id: str) -> Body:  # noqa: A002 - the word
    return Body(plain("x").blocks, (Pressable(label, id),))


def test_posted_messages_and_their_files_are_there_after_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "chat.db"
    before = a_chat(file)
    body = Body(plain("hello").blocks, files=(Enclosure("f", "picture-1.png", "image/png", "Alt"),))
    message = before.post(body, room="data-101", nonce="n", pin=True, contents={"f": b"bytes"})
    notice = before.post(plain("news"), person="ana", nonce="m")
    before.whisper("ana", "data-101", plain("only you"))
    # Not closed: a killed process closes nothing.
    after = a_chat(file)
    assert after.message(message) == Seen(
        message, 1, "data-101", None, None, body, AT, pinned=True, edited=False, only_you=False
    )
    assert after.file(message, "f").content == b"bytes"
    assert [seen.id for seen in after.history("ana", None)] == [notice]
    assert after.history("ben", None) == []
    assert after.only_you("ana") == ()
    before.close()
    after.close()


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    before = a_chat(tmp_path / "chat.db")
    first = before.post(plain("one"), room="data-101")
    before.close()
    after = a_chat(tmp_path / "chat.db")
    assert after.message(after.post(plain("two"), room="data-101")).number > (
        after.message(first).number
    )
    after.close()


def test_the_same_nonce_is_posted_once() -> None:
    chat = a_chat()
    first = chat.post(plain("one"), room="data-101", nonce="n")
    assert chat.post(plain("two"), room="data-101", nonce="n") == first
    assert [seen.body.text for seen in chat.history("ana", "data-101")] == ["one"]


def test_an_edit_keeps_its_place_and_drops_files_that_are_gone() -> None:
    chat = a_chat()
    picture = Enclosure("f", "picture-1.png", "image/png")
    message = chat.post(
        Body(plain("one").blocks, files=(picture,)), room="staff", contents={"f": b"1"}
    )
    chat.edit(message, Body(plain("two").blocks, files=(picture,)))
    assert chat.file(message, "f").content == b"1"
    chat.edit(message, plain("three"))
    seen = chat.message(message)
    assert (seen.body.text, seen.edited, seen.number) == ("three", True, 1)
    with pytest.raises(Gone):
        chat.file(message, "f")
    with pytest.raises(Gone):
        chat.edit("m99", plain("x"))


def test_only_the_latest_only_you_messages_are_kept() -> None:
    chat = a_chat()
    first = chat.whisper(
        "ana", None, Body(plain("0").blocks, files=(Enclosure("f", "a", "b"),)), {"f": b"1"}
    )
    assert chat.file(first.id, "f").content == b"1"
    for number in range(1, 101):
        chat.whisper("ana", None, plain(str(number)))
    assert [seen.body.text for seen in chat.only_you("ana")] == [str(n) for n in range(1, 101)]
    with pytest.raises(Gone):
        chat.message(first.id)
    with pytest.raises(Gone):
        chat.file(first.id, "f")


def test_history_comes_in_pages_the_oldest_first() -> None:
    chat = a_chat()
    for number in range(7):
        chat.say("ana", "data-101", str(number))
    latest = chat.history("ben", "data-101", most=3)
    assert [seen.body.text for seen in latest] == ["4", "5", "6"]
    older = chat.history("ben", "data-101", before=latest[0].number, most=3)
    assert [seen.body.text for seen in older] == ["1", "2", "3"]


def test_nobody_talks_in_a_room_that_is_not_theirs() -> None:
    chat = a_chat()
    with pytest.raises(Gone, match="Ana Lindqvist is not in a room called 'staff'"):
        chat.say("ana", "staff", "hello")
    with pytest.raises(Gone, match="nobody called 'zoe'"):
        chat.say("zoe", "data-101", "hello")
    with pytest.raises(Gone, match="no room called 'lobby'"):
        chat.post(plain("x"), room="lobby")
    assert chat.history("tim", "staff") == []


def test_a_form_is_shut_only_if_it_is_the_one_in_front() -> None:
    chat = a_chat()
    changes: list[Change] = []
    forget = chat.listen(changes.append)
    first, second = Opened("one", "ana", None, ASK_FORM), Opened("two", "ana", None, ASK_FORM)
    chat.open(first)
    chat.open(second)
    chat.shut("ana", "one")
    assert chat.form_of("ana") == second
    chat.shut("ana", "two")
    assert chat.form_of("ana") is None
    forget()
    chat.open(first)
    assert changes == [first, second, Closed("two", "ana")]


def test_the_newest_button_a_person_sees_is_found_wherever_it_stands() -> None:
    chat = a_chat()
    chat.post(with_button("Ask", "a"), room="data-101")
    chat.post(with_button("Claim", "c"), room="staff")
    chat.post(with_button("Show me", "s"), person="ben")
    assert chat.newest_with("ana", "Claim") is None
    assert chat.newest_with("ana", "Show me") is None
    chat.whisper("ana", None, with_button("Ask", "later"))
    found = chat.newest_with("ana", "Ask")
    assert found is not None
    assert found[1].id == "later"
    elsewhere = chat.newest_with("tim", "Ask")
    assert elsewhere is not None
    assert elsewhere[1].id == "a"


def test_a_pinned_button_is_found_however_much_has_been_said_since() -> None:
    chat = a_chat()
    chat.post(with_button("Ask", "a"), room="data-101", pin=True)
    for number in range(100):
        chat.say("ben", "data-101", str(number))
    assert chat.newest_with("ana", "Ask") is not None


def test_what_one_person_sees_is_changed_in_place_or_said_anew() -> None:
    chat = Chat(classroom())
    first = chat.whisper("ana", "data-101", plain("one"))
    changed = chat.whisper("ana", "data-101", plain("two"), instead=first)
    assert (changed.id, changed.body.text, changed.edited) == (first.id, "two", True)
    assert [seen.body.text for seen in chat.only_you("ana")] == ["two"]
    assert chat.message(first.id) == changed
    told = chat.message(chat.post(plain("news"), person="ana"))
    chat.whisper("ana", None, plain("read"), instead=told)
    assert [seen.body.text for seen in chat.history("ana", None)] == ["read"]
    for gone in (replace(first, id="o99-x"), replace(told, id="m99")):
        chat.whisper("ana", "data-101", plain("anew"), instead=gone)
    assert [seen.body.text for seen in chat.only_you("ana")] == ["two", "anew", "anew"]
