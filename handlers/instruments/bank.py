"""The bank a course's pulse draws from: its own where it brought one, else the shipped one."""

from functools import lru_cache

from handlers.instruments.instrument import Pulse
from handlers.instruments.shipped import pulse
from storage.store import Work


@lru_cache(maxsize=256)
def _read(content: str) -> Pulse:
    return Pulse.model_validate_json(content)


def bank_of(work: Work, course_id: str) -> Pulse:
    """The course's bank."""
    own = work.pulses.bank(course_id)
    return pulse() if own is None else _read(own)
