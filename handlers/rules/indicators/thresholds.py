"""Every threshold of the indicators. They are assumptions, and the digest links to them.

Indicators are about what happened, never about what somebody is, and only about questions of kind
*learning*. They claim no gain in learning.
"""

from datetime import timedelta

HARDEST_LEAST = 5
"""Questions of a topic from which it can be called the hardest."""
HINT_LEAST = 5
"""Showings of a hint from which it can be called the worst."""
REPLY_LEAST = 5
"""Questions from which a slow first reply is worth a suggestion."""
TARGET = timedelta(hours=4)
"""I-10: staffed time within which a first human reply is aimed at, unless the course says so."""
LATE = timedelta(hours=48)
"""I-10: by then a question should have been answered, staffed or not."""
SILENT = timedelta(hours=24)
"""I-2: a panel after which nothing happened for so long."""
DOUBLE_PRESS = timedelta(milliseconds=500)
"""Two presses within this are one."""
QUICKEST = timedelta(seconds=3)
WORDS_A_SECOND = 8
"""I-4, I-6: a hint passed over faster than max(3 s, words ÷ 8 s) was not read."""
IDLE = timedelta(minutes=10)
"""I-4: whoever stays longer is elsewhere: it is no dwell, and the step is not counted."""
STEPS_LEAST = 5
"""I-4: steps within a topic from which its hints can be named as those most often passed over."""
LOOK_BACK = timedelta(weeks=4)
"""How old a question may be that is still counted as unanswered."""
SECTION_LEAST = 20
FAIR_LEVEL = 0.01
"""I-12: fewer questions in a section, or a less clear difference, are "too few to tell"."""

SUGGEST_HARD = 0.3
SUGGEST_HINT = 0.3
SUGGEST_TOLD = 0.5
SUGGEST_BOTTOM = 0.5
SUGGEST_WITHIN = 0.8
SUGGEST_BACK = 0.3
"""From (or, for *within*, up to) which shown figure the digest suggests to do something."""
SUGGEST_SILENT = ("40", "50", "60", "70", "80", "high")
SUGGEST_ANSWERS = ("40", "50", "60", "70", "80", "high")
SUGGEST_HIDDEN = ("70", "80", "high")
SUGGEST_CLICKED = ("30", "40", "50", "60", "70", "80", "high")
SUGGEST_REACH = ("low", "20", "30")
"""The same for released shares about people."""
ACTIONS = 3
"""How many suggestions there are at most."""
