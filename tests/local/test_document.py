"""``docs/local-chat.md`` and the code say the same."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bot.platforms.local import wire
from tests.local.served import served

DOCUMENT = (Path(__file__).parents[2] / "docs" / "local-chat.md").read_text(encoding="utf-8")


def kinds(union: Any) -> dict[str, type[BaseModel]]:  # noqa: ANN401 - an annotated union
    members: UnionType = get_args(union)[0]
    return {get_args(one.model_fields["kind"].annotation)[0]: one for one in get_args(members)}


def sections(part: str) -> dict[str, str]:
    """What stands under each heading of a kind in one part of the document."""
    _, _, rest = DOCUMENT.partition(f"\n## {part}\n")
    body = re.split(r"\n## ", rest)[0]
    found = re.split(r"\n### `([^`]+)`\n", body)
    return dict(zip(found[1::2], found[2::2], strict=True))


PARTS = {"What a client asks": wire.Asked, "What the server tells": wire.Told}


@pytest.mark.parametrize("part", PARTS)
def test_every_kind_is_described_and_every_described_kind_exists(part: str) -> None:
    assert set(sections(part)) == set(kinds(PARTS[part]))


@pytest.mark.parametrize("part", PARTS)
def test_every_key_is_described_and_every_described_key_exists(part: str) -> None:
    common = {"kind", "id"} if part == "What a client asks" else {"kind"}
    for kind, text in sections(part).items():
        described = re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE)
        assert set(described) == set(kinds(PARTS[part])[kind].model_fields) - common, kind


def examples(part: str) -> Iterator[tuple[str, str]]:
    for kind, text in sections(part).items():
        blocks = re.findall(r"```json\n(.+?)\n```", text, re.DOTALL)
        assert blocks, kind
        yield from ((kind, block) for block in blocks)


@pytest.mark.parametrize("part", PARTS)
def test_every_example_is_one_of_its_kind(part: str) -> None:
    adapter = wire.ASKED if part == "What a client asks" else wire.TOLD
    for kind, block in examples(part):
        assert adapter.validate_json(block).kind == kind


def test_every_example_of_a_client_can_be_played() -> None:
    """In the order of the document, with the toy bot behind it; nothing is refused."""

    async def play() -> None:
        async with served() as running:
            running.clock.due = []
            async with running.program() as talk:
                await talk.until("welcome")
                for kind, block in examples("What a client asks"):
                    asked = json.loads(block)
                    _, told = await talk.ask(**asked)
                    assert (told["kind"], told["id"]) == ("ack", asked["id"]), kind

    asyncio.run(play())


def test_the_conversation_goes_as_written() -> None:
    (lines,) = re.findall(r"```text\n(.+?)\n```", DOCUMENT, re.DOTALL)

    async def play() -> None:
        async with served() as running, running.program() as talk:
            for line in lines.splitlines():
                said = json.loads(line[2:])
                if line.startswith(">"):
                    await talk.socket.send_json(said)
                else:
                    assert_within(said, await talk.hear(), line)

    asyncio.run(play())


def assert_within(written: Any, heard: Any, line: str) -> None:  # noqa: ANN401 - JSON
    """Everything written is so; keys may be left out."""
    if isinstance(written, dict):
        for key, value in written.items():
            assert_within(value, heard[key], line)
    elif isinstance(written, list):
        assert len(written) == len(heard), line
        for one, other in zip(written, heard, strict=True):
            assert_within(one, other, line)
    else:
        assert written == heard, line


def test_the_document_names_the_limits_that_hold() -> None:
    assert f"1 to {wire.TEXT} characters" in DOCUMENT
