"""To be run by hand: reconstruction over everything published together, on many classes.

``python -m tests.soak.release [ROOMS]`` prints, over terms of four windows in classes of 1 to 250,
how many answers may have had fewer than three values, and, over every class of 10 to 20 people who
answered, the fewest values that anybody's answer may have had.
"""

import random
import sys

from handlers.rules.release import RULES
from tests.release.model import Class
from tests.release.test_together import fewest
from tests.release.together import Tally, class_of


def room(seed: int) -> Class:
    """A class as the tests draw them."""
    chance = random.Random(seed)  # noqa: S311  # a class to be repeated
    people, sections = chance.randint(12, 250), chance.randint(1, 10)
    weights = [chance.random() ** 2 + 0.02 for _ in range(sections)]
    enrolled = [int(people * weight / sum(weights)) for weight in weights]
    enrolled[0] += people - sum(enrolled)
    return Class({f"s{n}": count for n, count in enumerate(enrolled)}, seed)


def main(rooms: int) -> None:
    """Print both tables."""
    tally = Tally()
    for seed in range(rooms):
        one = room(seed)
        tally.add(class_of(one, 4), one)
    share = tally.few / max(tally.every, 1)
    sys.stdout.write(
        f"{rooms} terms, {tally.every:,} answers: {tally.few} under three values ({share:.3%}),\n"
    )
    sys.stdout.write(f"of them {tally.one} with one\n")
    for people in range(10, 21):
        coded, elsewhere = fewest(people, RULES)
        sys.stdout.write(
            f"every class of {people}: at least {coded} where coded, {elsewhere} elsewhere\n"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
