"""Every threshold of the release rules, in one place.

They are assumptions, chosen so that the tests of ``tests/release`` hold on every class of 1 to 250:
no combination of digests isolates fewer than five people, nobody's answer can be told from what is
published, and leaving anybody out moves a figure by one step at most.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules' numbers. The product uses ``RULES``; tests switch one off and see it missed.

    Attributes:
        people: R3, distinct people behind a published mean or share.
        enrolled: R3, below it nothing about people is published at all.
        whole: R3, people behind several parts of one whole.
        section: R4, enrolled in a section that is shown.
        hidden: R5, people whom the hidden sections hold together, or none.
        doubt: R5, how uncertain a hidden section's mean stays, on the scale of 1 to 5.
        steady: R6, whether a figure that one person moves by two steps is held back.
        narrowest: R6, how many quarters an interval reaches to either side at least, from so many
            people on (the least of a band of R8).
        widest: R7, from how many quarters on it is said to reach from end to end.
        events: R11, events of one person that count in a window.
        tenths: R6, enrolled from which on a tenth of the class is five people.
        team: R13, members of staff behind a figure about how they answered.
    """

    people: int = 10
    enrolled: int = 12
    whole: int = 25
    section: int = 15
    hidden: int = 10
    doubt: int = 1
    steady: bool = True
    narrowest: tuple[tuple[int, int], ...] = ((10, 3), (15, 2), (50, 1))
    widest: int = 5
    events: int = 5
    tenths: int = 50
    team: int = 3


RULES = Rules()
