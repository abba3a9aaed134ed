"""Aliases: a name for one question, that says nothing of who asked and links no two questions.

Adjective and animal are drawn with the question's own chance. The adjectives praise what somebody
does when asking; none of them judges, and no animal is an insult anywhere we know of.
"""

from collections.abc import Container

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


def alias(chance: Chance, taken: Container[str]) -> str:
    """A name that is not taken; with a number behind it once a hundred draws were.

    Args:
        chance: the event's.
        taken: aliases of questions that are still open in the course.
    """
    name = ""
    for _draw in range(100):
        name = f"{chance.pick(ADJECTIVES)} {chance.pick(ANIMALS)}"
        if name not in taken:
            return name
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"
