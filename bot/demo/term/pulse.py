"""The weekly questions, answered by those of the made-up class who say yes."""

from collections.abc import AsyncIterator

from bot.demo.term.class_of import Student, tap
from bot.demo.term.sitting import World
from bot.platforms.local.buttons import NoButton, button, buttons
from bot.platforms.local.chat import Seen
from handlers.rules.chance import Chance

_RESPONSE = 0.6
"""The share of those who said yes that answers in a week."""


async def answer_weekly(
    world: World, group: list[Student], week: int, seed: bytes
) -> AsyncIterator[int]:
    """Everybody who answers this week does, some minutes after the other."""
    chance = Chance(seed + f"pulse {week}".encode())
    for who in group:
        if not who.pulse or chance.below(1000) >= 1000 * _RESPONSE:
            continue
        yield 3
        try:
            await _answer(world, who, week, chance)
        except NoButton:  # the week is left out, or over
            return


async def _answer(world: World, who: Student, week: int, chance: Chance) -> None:
    room = world.demo.chat.history(who.id, world.people.class_room)
    said = await world.press(who.id, reversed(room), "pulse-open")
    messages: tuple[Seen, ...] = said.messages
    if _has(messages, "pulse-join"):
        join = next(args for _m, _id, name, args in buttons(messages) if name == "pulse-join")
        said = await world.press(who.id, messages, "pulse-join", (join[0], "card"))
        messages = said.messages
        world.count("opted in")
    while _has(messages, "pulse-tap"):
        _message, _id, args = button(messages, "pulse-tap")
        value = str(tap(chance, who, week))
        said = await world.press(who.id, messages, "pulse-tap", (*args[:4], value))
        messages = said.messages
        world.count("tapped")


def _has(messages: tuple[Seen, ...], name: str) -> bool:
    return any(route == name for _message, _id, route, _args in buttons(messages))
