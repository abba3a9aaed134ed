"""Whether a question says so little that nobody, however kind, could begin with it.

"It doesn't work", "help", "I get an error": every word of it would fit any question. One word that
would not, such as *join* or *NaN*, is enough to begin with.
"""

import re

FILLER = {
    "en": frozenset(
        """
        a about again all already also always am an and any anybody anyone anything are as
        ask at back bad be because been being broke broken bug bugs but by can cannot cant
        code confused could couldnt did didnt do does doesnt doing done dont else error
        errors even everything exercise fail failed fails failing fix for from get gets
        getting give go going got had has have hello help hey hi hint hints how homework i
        idea if im in is isnt issue it its ive just keep keeps know lost lot made make makes
        maybe me mine my need needs never no not nothing now of ok on one or out part please
        pls possible problem problems program question questions really right run runs
        running said same say says see should show shows so solve some somebody someone
        something somehow still stuck sure task tell thank thanks that the them then there
        these they thing things think this those to today tried try trying understand
        understood up urgent us use very want was wasnt way we well went what whats whatever
        when where which while who why will with wont work working works would wrong yes yet
        you your assignment
        """.split()  # noqa: SIM905  # two hundred words are read more easily so
    )
}
"""Words that say nothing of what a question is about, by language."""


def vague(text: str, tried: str, language: str) -> bool:
    """Whether a question needs one more line before anybody can begin.

    Args:
        text: what somebody is stuck on.
        tried: what they have tried; whoever filled that in has said enough.
        language: a language without a list finds nothing vague.
    """
    filler = FILLER.get(language)
    if filler is None or tried:
        return False
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", text.lower()))
    return all(word in filler or word.isdecimal() for word in words)
