"""What in a text could show who wrote it, or whom it is about; and what should be read by staff.

Patterns, not understanding: each finding is a warning beside the preview, and nothing is changed or
refused. Which names of the roster count as somebody's, :mod:`handlers.rules.names` says.
"""

import re
from collections.abc import Container, Iterable
from enum import StrEnum

from handlers.rules.names import names_somebody


class Warned(StrEnum):
    """What a text seems to hold."""

    NAME = "name"
    HANDLE = "handle"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    NUMBER = "number"


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_HANDLE = re.compile(
    r"(?<![\w@.])@(?!property\b|staticmethod\b|classmethod\b|override\b)[A-Za-z]\w{2,}\b(?!\()|<@\w+>"
)
_PHONE = re.compile(r"(?<![\w.])(?:\+\d|\(?0\d)[\d ()/-]{7,}\d(?!\w|\.\d)")
_ADDRESS = re.compile(
    r"\b\d{1,4}[a-z]? (?:[A-Z][\w'-]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court"
    r"|Square|Terrace|Boulevard|Blvd)\b"
    r"|\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|weg|gasse|platz) \d{1,4}\b"
)
_NUMBER = re.compile(
    r"\b(?:matric\w*|student|enrol\w*|id)(?: (?:number|no|id|nr))?\.?:? ?(?:is )?[a-z]?\d{5,}",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?i:my name is|this is|i am|i'm|regards,?|cheers,?|thanks,?|best,?|greetings,?)\s+"
    r"([A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)?)\s*(?:[.!,\n]|$|from\b|in (?:group|section)\b)"
)
_NOT_NAMES = frozenset(
    """
    Python Java Excel Monday Tuesday Wednesday Thursday Friday Saturday Sunday Everyone All Guys
    Again Advance Help Team Slack Discord English German French Chinese Stuck Lost Sorry
    """.split()  # noqa: SIM905  # twenty words are read more easily so
)

CODE = re.compile(
    r"```|^\s*(?:def|class|import|from|for|while|if|return|print|public|private|#include|SELECT"
    r"|function|var|let|const)\b.*[:;({=]|^\s*\w+(?:\[[^\]]*\])?\s*(?:<-|:?=)\s*\S+|[;{}]\s*$|\w+\.\w+\([^)]*\)",
    re.MULTILINE,
)
_PERSONAL = re.compile(
    r"\b(?:ill|sick|illness|hospital|doctor|surgery|therapy|therapist|depress\w*|anxiety"
    r"|panic attacks?|disab\w+|accommodations?|adhd|dyslexi\w*|autis\w*|pregnan\w*|funeral"
    r"|bereave\w*|died|passed away|divorc\w*|extension|extra time|harass\w*|bull(?:y|ied|ying)"
    r"|discriminat\w*|financial|rent|complain\w*"
    r"|my (?:mum|mom|mother|dad|father|parents|family|child|son|daughter|partner|visa|grades?"
    r"|mark))"
    r"\b",
    re.IGNORECASE,
)


def identifying(texts: Iterable[str], known: Container[str] = ()) -> tuple[Warned, ...]:
    """What in somebody's texts could identify a person, in a fixed order.

    Args:
        texts: everything that would be posted.
        known: of the keys in the texts (:mod:`handlers.rules.names`), those that the course's
            roster has; none where there is no roster.
    """
    text = "\n".join(texts)
    found = {
        Warned.NAME: _names(text, known),
        Warned.HANDLE: _HANDLE.search(_EMAIL.sub(" ", text)) is not None,
        Warned.EMAIL: _EMAIL.search(text) is not None,
        Warned.PHONE: _PHONE.search(text) is not None,
        Warned.ADDRESS: _ADDRESS.search(text) is not None,
        Warned.NUMBER: _NUMBER.search(text) is not None,
    }
    return tuple(warned for warned, there in found.items() if there)


def _names(text: str, known: Container[str]) -> bool:
    said = _SELF.search(text)
    if said is not None and said[1].split()[0] not in _NOT_NAMES:
        return True
    return names_somebody(text, known)


def looks_like_code(text: str) -> bool:
    """Whether a text holds lines of a program."""
    return CODE.search(text) is not None


def looks_personal(text: str) -> bool:
    """Whether a text is about somebody's health, family or circumstances."""
    return _PERSONAL.search(text) is not None
