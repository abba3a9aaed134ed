"""Aliases: a name for one question, that says nothing of who asked and links no two questions.

Adjective and animal are drawn with the question's own chance. The adjectives praise what somebody
does when asking; none of them judges, and no animal is an insult anywhere we know of.
"""

from collections.abc import Callable, Collection, Sequence

from handlers.rules.chance import Chance

ADJECTIVES = (
    "Amber",
    "Brave",
    "Bright",
    "Calm",
    "Careful",
    "Cheerful",
    "Clear",
    "Curious",
    "Daring",
    "Eager",
    "Earnest",
    "Fair",
    "Friendly",
    "Gentle",
    "Golden",
    "Hardy",
    "Honest",
    "Hopeful",
    "Keen",
    "Kind",
    "Lively",
    "Merry",
    "Nimble",
    "Open",
    "Patient",
    "Plucky",
    "Quick",
    "Quiet",
    "Steady",
    "Thoughtful",
    "Warm",
    "Wondering",
)
ANIMALS = (
    "Badger",
    "Bee",
    "Bison",
    "Crane",
    "Dolphin",
    "Dove",
    "Eagle",
    "Falcon",
    "Finch",
    "Fox",
    "Gecko",
    "Hare",
    "Heron",
    "Ibex",
    "Kestrel",
    "Koala",
    "Lark",
    "Lynx",
    "Marten",
    "Newt",
    "Orca",
    "Otter",
    "Owl",
    "Panda",
    "Puffin",
    "Raven",
    "Robin",
    "Seal",
    "Swift",
    "Tern",
    "Turtle",
    "Wren",
)


TRIES = 16
"""Names that are looked up together once the first one was taken."""
Taken = Callable[[Sequence[str]], Collection[str]]
"""Which of some names are in use."""


def alias(chance: Chance, taken: Taken) -> str:
    """A name that is not in use; with a number behind it once names have become rare.

    However many are in use, only a few look-ups are made: each round draws from ten times as many.

    Args:
        chance: the event's.
        taken: asked once a round.
    """
    name = _name(chance)
    if not taken([name]):
        return name
    numbers = 1
    while True:
        names = [_name(chance, numbers) for _ in range(TRIES)]
        used = set(taken(names))
        free = [name for name in names if name not in used]
        if free:
            return free[0]
        numbers *= 10


def _name(chance: Chance, numbers: int = 1) -> str:
    """One of a thousand names, or of so many times as many: those have a number from 2 on."""
    name = f"{chance.pick(ADJECTIVES)} {chance.pick(ANIMALS)}"
    return name if numbers == 1 else f"{name} {2 + chance.below(numbers - 2)}"
