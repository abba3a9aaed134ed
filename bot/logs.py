"""The log: where something broke, never what was in it.

Whatever could carry a person's words is left out before anything is written: messages, arguments
and notes of exceptions, local variables, everything that libraries say. What remains is a closed
list of events and of keys, each key with the shape its value must have. So a log may be shown to
anybody who helps.
"""

import enum
import importlib
import logging
import re
import sys
import sysconfig
import threading
import time
import warnings
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TextIO


def _without_rich() -> Any:  # noqa: ANN401  # a module
    """Structlog without rich, which it would load to draw tracebacks: these logs have none.

    A running bot would carry some 5 MB for it. Where rich is loaded already, nothing is won.
    """
    alone = "rich" not in sys.modules and "structlog" not in sys.modules
    if alone:
        sys.modules["rich"] = None  # type: ignore[assignment]  # as if it were not installed
    try:
        return importlib.import_module("structlog")
    finally:
        if alone:
            del sys.modules["rich"]


structlog = _without_rich()

Level = Literal["debug", "info", "warning", "error"]
Form = Literal["console", "json"]

EVENTS = {
    "started": "Askwell runs; events are taken.",
    "stopped": "Askwell has stopped; everything it took is stored.",
    "not committed": "An event was dropped whole and not acknowledged; the person can try again.",
    "handler failed": "A handler broke; nothing of the event was kept, the person was told.",
    "not drawn": "A picture could not be drawn; its message went with words instead.",
    "not delivered": "Something could not be sent and is tried again later.",
    "given up": "Something cannot be delivered, now or later.",
    "tick failed": "Work that was due broke; it stays due.",
    "scope missing": "Slack's app lacks the scope named in `step`: add it and install it again.",
    "works again": "What failed before works again.",
    "erased again": "An older database was restored; what was erased since was erased again.",
    "platform lost": "A platform's connection is gone and is being made again.",
    "library spoke": "A library logged a warning or an error; which and where, not what.",
    "warned": "Python warned about the code.",
    "process failed": "An exception reached the top.",
    "thread failed": "An exception ended a thread.",
    "object failed": "An exception was raised while an object was deleted.",
    "unlisted": "The code logged an event that is not in this list.",
}
"""Every event that can stand in the log, and what it means to the operator."""

COUNTS = frozenset({"attempt", "bytes", "count", "port", "status"})
"""Keys whose value is a whole number, smaller than the ids of platforms."""

DURATIONS = frozenset({"ms", "seconds"})
"""Keys whose value is a duration."""

WORDS = frozenset({"error", "platform", "route", "step"})
"""Keys whose value is made of words of the code: exceptions, enumerations, announced words."""

LIBRARIES = (
    "aiohttp",
    "apscheduler",
    "asyncio",
    "discord",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
)
"""Libraries that log, whatever handlers and levels they give themselves."""

_LARGEST = 1_000_000_000
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")
_ROOT = Path(__file__).resolve().parent.parent
_OURS = ("bot", "handlers", "storage")
_LIBRARY_ROOTS = tuple(
    Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib", "stdlib")
)
_FRAMES = 40
_ERRORS = 12
_known: set[str] = set()


class _Told(str):
    """A text that this module took from the code: a place, a type's name, a logger's name."""

    __slots__ = ()


class Log:
    """What the code may say. Keys outside the lists and values of another shape are left out."""

    def info(self, event: str, **keys: object) -> None:
        """Something happened that an operator may want to see."""
        structlog.get_logger().info(event, **keys)

    def warning(self, event: str, **keys: object) -> None:
        """Something went wrong and Askwell dealt with it."""
        structlog.get_logger().warning(event, **keys)

    def failure(self, event: str, problem: BaseException, **keys: object) -> None:
        """Something broke: also the types and places of the exception and what led to it."""
        structlog.get_logger().error(event, exc_info=problem, **keys)


log = Log()
SELDOM = 300.0
"""Seconds between two lines about a failure that goes on, so that they fill no disk."""


class Repeated:
    """A failure that something which is done every second may meet each time."""

    def __init__(self) -> None:
        """Nothing has failed yet."""
        self._said: float | None = None

    def failed(self) -> bool:
        """It failed; whether to say so: the first time, and then once in a while."""
        now = time.monotonic()
        if self._said is not None and now - self._said < SELDOM:
            return False
        self._said = now
        return True

    def worked(self) -> None:
        """It worked: said where it had failed before."""
        if self._said is not None:
            self._said = None
            log.info("works again")


def know(*words: str) -> None:
    """Announce words of the code, such as the names of routes, that may stand in the log."""
    for word in words:
        _known.update(word.split())


def reduced(problem: BaseException) -> dict[str, list[str]]:
    """What may be told of an exception.

    Returns:
        ``error``: its type's name, then those of its causes, contexts and members;
        ``frames``: ``file:line function`` of our own code, outermost first, then the innermost
        frame when that is a library's; where the database is the matter, ``trouble`` and what to
        do about it.
    """
    chain = tuple(_chain(problem))
    frames = [frame for one in chain for frame in _frames(one.__traceback__)]
    told = {"error": [_name_of(type(one)) for one in chain], "frames": frames[:_FRAMES]}
    # Imported only when something is wrong: the program's help is quicker without.
    from storage.trouble import TO_DO, trouble  # noqa: PLC0415

    found = trouble(problem)
    return told if found is None else {"trouble": [found], "to_do": [TO_DO[found]], **told}


def configure(level: Level = "info", form: Form = "console", stream: TextIO | None = None) -> None:
    """Send our log, the libraries' and everything that Python itself would print to one place.

    Args:
        level: the least serious level of our own events that is written; a library's are
            written from a warning on.
        form: ``json``, one object a line, or ``console`` for reading.
        stream: where to; standard error unless given.
    """
    _write_reduced(level, form, stream)
    root = logging.getLogger()
    root.handlers[:] = [_Reducing()]
    root.setLevel(logging.WARNING)
    for name in LIBRARIES:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(logging.WARNING)
    # A handler that fails would print the message and its arguments.
    logging.raiseExceptions = False
    sys.excepthook = _process_failed
    sys.unraisablehook = _object_failed
    threading.excepthook = _thread_failed
    warnings.showwarning = _warned


def _write_reduced(level: Level, form: Form, stream: TextIO | None) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _reduce,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer()
            if form == "json"
            else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=16),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Standard error is looked up for each line, since terminals and tests replace it.
        logger_factory=structlog.PrintLoggerFactory(stream)
        if stream
        else lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


class _Reducing(logging.Handler):
    """Takes what libraries log to the same processor, without their words.

    asyncio's own handler of exceptions nobody awaited logs through here as well.
    """

    def emit(self, record: logging.LogRecord) -> None:
        speak = structlog.get_logger().error if record.levelno >= logging.ERROR else log.warning
        speak(
            "library spoke",
            logger=_logger_name(record.name),
            where=_where(record.pathname, record.lineno),
            exc_info=record.exc_info[1] if record.exc_info else None,
        )


def _reduce(_logger: object, _method: str, fields: MutableMapping[str, Any]) -> Mapping[str, Any]:
    event = fields.pop("event", None)
    level = fields.pop("level")
    failed = fields.pop("exc_info", None)
    kept = {key: value for key, value in fields.items() if _may_stand(key, value)}
    left_out = len(fields) - len(kept)
    if left_out:
        kept["left_out"] = left_out
    if isinstance(failed, BaseException):
        kept.update(reduced(failed))
    plain = {key: _plain(value) for key, value in kept.items()}
    return {"event": event if event in EVENTS else "unlisted", "level": level, **plain}


def _may_stand(key: str, value: object) -> bool:
    if isinstance(value, _Told):
        return True
    if key in WORDS:
        words = value.split() if isinstance(value, str) else ()
        return isinstance(value, enum.Enum) or (all(map(_is_of_the_code, words)) and bool(words))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    whole = key in COUNTS and isinstance(value, int)
    return (whole or key in DURATIONS) and abs(value) < _LARGEST


def _is_of_the_code(word: str) -> bool:
    return word in _known or word in _exceptions(BaseException)


def _exceptions(kind: type[BaseException]) -> Iterator[str]:
    """The names of every exception there is; slow, and asked for only when something is wrong."""
    yield kind.__name__
    for narrower in kind.__subclasses__():
        yield from _exceptions(narrower)


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever may stand in the log
    if isinstance(value, enum.Enum):
        return str(value.value) if isinstance(value, str) else value.name
    return round(value, 3) if isinstance(value, float) else value


def _where(file: str, line: int) -> _Told:
    return _Told(f"{_file(file) or 'elsewhere'}:{line}")


def _file(name: str) -> str | None:
    """A source file's path below where code is installed; ``None`` for anything else.

    A whole path would name the operator's account, and a template or an evaluated text has a name
    that anybody may have chosen.
    """
    path = Path(name)
    if path.suffix != ".py":
        return None
    if path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _OURS:
        return path.relative_to(_ROOT).as_posix()
    for root in _LIBRARY_ROOTS:
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return None


def _logger_name(name: str) -> _Told:
    """The module that a logger is named after, or ``other``: any text may be a logger's name."""
    while name and name not in sys.modules and name not in LIBRARIES:
        name = name.rpartition(".")[0]
    return _Told(name or "other")


def _name_of(kind: type) -> str:
    return kind.__name__ if _NAME.fullmatch(kind.__name__) else "unnamed"


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """An exception, the members of its group, its causes and contexts; each one once."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [problem]
    while waiting and len(seen) < _ERRORS:
        one = waiting.pop(0)
        if one is None or any(one is other for other in seen):
            continue
        seen.append(one)
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        waiting.extend((one.__cause__, one.__context__))
    yield from seen


def _frames(trace: TracebackType | None) -> Iterator[str]:
    innermost = None
    while trace is not None:
        code = trace.tb_frame.f_code
        file = _file(code.co_filename)
        innermost = file and f"{file}:{trace.tb_lineno} {code.co_name}"
        if innermost and innermost.split("/")[0] in _OURS:
            yield innermost
            innermost = None
        trace = trace.tb_next
    if innermost:
        yield innermost


def _process_failed(
    _kind: type[BaseException], problem: BaseException, _trace: TracebackType | None
) -> None:
    if not isinstance(problem, KeyboardInterrupt):
        log.failure("process failed", problem)


def _object_failed(unraisable: "sys.UnraisableHookArgs") -> None:
    if unraisable.exc_value is not None:
        log.failure("object failed", unraisable.exc_value)


def _thread_failed(thread: threading.ExceptHookArgs) -> None:
    if thread.exc_value is not None:
        log.failure("thread failed", thread.exc_value)


def _warned(
    message: Warning | str,  # noqa: ARG001  # never read
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001  # there is one log
    line: str | None = None,  # noqa: ARG001  # the file may be anybody's
) -> None:
    log.warning("warned", where=_where(filename, lineno), error=_Told(_name_of(category)))


# Also where nobody calls `configure`, nothing is written that has not been reduced.
_write_reduced("info", "console", None)
