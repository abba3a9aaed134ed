import ast
import asyncio
import gc
import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from enum import Enum, StrEnum
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import make_url

from bot import logs

CANARY = "Zebra Quince cannot join two tables"
MARKS = ("Zebra", "Quince", "join two", "zebra")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log, with everything that it changes in the process put back afterwards."""
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning
    root = logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    monkeypatch.setattr(logs, "_known", set())
    stream = io.StringIO()
    logs.configure("debug", "json", stream)
    yield stream
    sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = hooks
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.raiseExceptions = raising
    logs._write_reduced("info", "console", None)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    text = stream.getvalue()
    assert not [mark for mark in MARKS if mark in text], text
    return [json.loads(line) for line in text.splitlines()]


def break_with_everything() -> NoReturn:
    """Raise an exception that carries the sentence in every place that one can be put."""
    secret = CANARY  # a local variable
    try:
        try:
            raise KeyError(secret)
        except KeyError as inner:
            inner.add_note(secret)
            raise ValueError(secret, {"words": secret}) from inner
    except ValueError:
        group = ExceptionGroup(secret, [RuntimeError(secret), OSError(2, secret, secret)])
        group.add_note(secret)
        raise group from LookupError(secret)


def broken() -> BaseException:
    try:
        break_with_everything()
    except ExceptionGroup as group:
        return group


def test_an_exception_is_told_by_types_and_places(written: io.StringIO) -> None:
    logs.log.failure("handler failed", broken())
    (line,) = lines(written)
    assert line["event"] == "handler failed"
    assert line["level"] == "error"
    assert line["error"] == [
        "ExceptionGroup",
        "RuntimeError",
        "FileNotFoundError",
        "LookupError",
        "ValueError",
        "KeyError",
    ]


def test_frames_of_our_own_code_stand_in_order_and_a_library_s_only_when_innermost(
    written: io.StringIO,
) -> None:
    from bot.platform import TryLater  # noqa: PLC0415

    with pytest.raises(Exception, match="Could not parse") as caught:
        make_url(CANARY)
    logs.log.failure("not delivered", caught.value)
    with pytest.raises(Exception, match="format") as ours:
        TryLater("soon")  # type: ignore[arg-type]
    logs.log.failure("not delivered", ours.value)
    library, own = lines(written)
    assert str(library["frames"]).startswith("['sqlalchemy/engine/")
    (frame,) = list[str](own["frames"])  # type: ignore[call-overload]
    assert frame.startswith("bot/platform.py:")
    assert frame.endswith(" __init__")


def raised_at_the_top() -> None:
    problem = broken()
    sys.excepthook(type(problem), problem, problem.__traceback__)


def raised_in_a_thread() -> None:
    thread = threading.Thread(target=break_with_everything, name=CANARY)
    thread.start()
    thread.join()


def raised_in_a_task_that_nobody_awaits() -> None:
    async def main() -> None:
        async def task() -> None:
            break_with_everything()

        left = asyncio.create_task(task(), name=CANARY)
        await asyncio.wait([left])
        del left
        gc.collect()

    asyncio.run(main())


def raised_in_a_callback_of_the_loop() -> None:
    async def main() -> None:
        asyncio.get_running_loop().call_soon(break_with_everything)
        await asyncio.sleep(0)

    asyncio.run(main())


def raised_while_an_object_is_deleted() -> None:
    class Fragile:
        def __del__(self) -> None:
            break_with_everything()

    Fragile()
    gc.collect()


def warned_about() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = logs._warned
        warnings.warn(CANARY, RuntimeWarning, stacklevel=1)


@pytest.mark.parametrize(
    ("happen", "event"),
    [
        (raised_at_the_top, "process failed"),
        (raised_in_a_thread, "thread failed"),
        (raised_in_a_task_that_nobody_awaits, "library spoke"),
        (raised_in_a_callback_of_the_loop, "library spoke"),
        (raised_while_an_object_is_deleted, "object failed"),
        (warned_about, "warned"),
    ],
)
def test_what_python_would_print_is_logged_without_its_words(
    written: io.StringIO,
    capfd: pytest.CaptureFixture[str],
    happen: Callable[[], None],
    event: str,
) -> None:
    happen()
    assert lines(written)[-1]["event"] == event
    out = "".join(capfd.readouterr())
    assert not [mark for mark in MARKS if mark in out]


@pytest.mark.parametrize("library", [*logs.LIBRARIES, "sqlalchemy.engine.Engine", CANARY])
def test_a_library_is_named_and_not_quoted(
    written: io.StringIO, capfd: pytest.CaptureFixture[str], library: str
) -> None:
    chatty = logging.getLogger(library)
    chatty.info("hello %s", CANARY)
    try:
        break_with_everything()
    except ExceptionGroup:
        chatty.exception(f"{CANARY}: %s", CANARY, extra={"who": CANARY}, stack_info=True)
    chatty.warning("%d", CANARY)  # a handler that formats this fails and prints it
    first, second = lines(written)
    assert first["level"] == "error"
    assert second["level"] == "warning"
    named = library.split(".", maxsplit=1)[0]
    assert str(first["logger"]).startswith("other" if library == CANARY else named)
    assert first["error"]
    assert not [mark for mark in MARKS if mark in "".join(capfd.readouterr())]


def test_sqlalchemy_s_statements_and_slack_s_payloads_stay_out_at_debug(
    written: io.StringIO,
) -> None:
    for library in logs.LIBRARIES:
        logging.getLogger(library).debug("payload %s", CANARY)
    assert lines(written) == []


class Colour(Enum):
    RED = CANARY


class Place(StrEnum):
    LOCAL = "local"


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"text": CANARY}, {"left_out": 1}),
        ({"route": CANARY}, {"left_out": 1}),
        ({"route": "join"}, {"left_out": 1}),
        ({"route": "next-hint"}, {"route": "next-hint"}),
        ({"route": "Press next-hint"}, {"route": "Press next-hint"}),
        ({"route": "Press quince"}, {"left_out": 1}),
        ({"platform": Place.LOCAL}, {"platform": "local"}),
        ({"platform": Colour.RED}, {"platform": "RED"}),
        ({"error": "OperationalError"}, {"error": "OperationalError"}),
        ({"error": "zebra"}, {"left_out": 1}),
        ({"error": ""}, {"left_out": 1}),
        ({"count": 3, "seconds": 0.12345, "ms": 7}, {"count": 3, "seconds": 0.123, "ms": 7}),
        ({"count": 1234567890123456789}, {"left_out": 1}),
        ({"count": CANARY, "seconds": [CANARY], "user": 7}, {"left_out": 3}),
        ({"count": True}, {"left_out": 1}),
        ({"count": 1.5}, {"left_out": 1}),
    ],
)
def test_keys_and_values_are_let_through_by_a_list(
    written: io.StringIO, fields: dict[str, object], kept: dict[str, object]
) -> None:
    import sqlalchemy.exc  # noqa: F401, PLC0415  # its exceptions are then known

    logs.know("Press next-hint")
    logs.log.info("given up", **fields)
    (line,) = lines(written)
    assert {key: line[key] for key in line if key not in {"event", "level", "timestamp"}} == kept


def test_an_event_that_is_not_listed_is_not_written(written: io.StringIO) -> None:
    logs.log.warning(CANARY)
    assert lines(written)[0]["event"] == "unlisted"


def test_a_class_named_like_a_sentence_stays_unnamed(written: io.StringIO) -> None:
    logs.log.failure("handler failed", type(CANARY, (Exception,), {})())
    assert lines(written)[0]["error"] == ["unnamed"]


def test_an_exception_that_causes_itself_ends(written: io.StringIO) -> None:
    first, second = ValueError(CANARY), TypeError(CANARY)
    first.__cause__, second.__cause__ = second, first
    logs.log.failure("handler failed", first)
    assert lines(written)[0]["error"] == ["ValueError", "TypeError"]


def test_code_with_a_made_up_file_name_has_no_frame(written: io.StringIO) -> None:
    code = compile("raise ArithmeticError", f"{CANARY}.py", "exec")
    with pytest.raises(ArithmeticError) as caught:
        exec(code)  # noqa: S102  # as a template engine does
    logs.log.failure("handler failed", caught.value)
    assert lines(written)[0]["frames"] == []


def test_where_nobody_set_it_up_it_goes_to_standard_error_without_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.log.failure("handler failed", broken(), text=CANARY)
    out, err = capsys.readouterr()
    assert out == ""
    assert "handler failed" in err
    assert not [mark for mark in MARKS if mark in err]


def test_below_the_level_nothing_is_written(written: io.StringIO) -> None:
    logs.configure("warning", "json", written)
    logs.log.info("given up")
    assert lines(written) == []


def test_the_console_shows_the_same_without_the_words(written: io.StringIO) -> None:
    logs.configure("info", "console", written)
    logs.log.failure("handler failed", broken(), text=CANARY)
    shown = written.getvalue()
    assert "handler failed" in shown
    assert "KeyError" in shown
    assert not [mark for mark in MARKS if mark in shown]


def test_a_process_that_dies_prints_no_words() -> None:
    program = (
        "from bot import logs; logs.configure()\n"
        "from tests.bot.test_logs import break_with_everything\n"
        "break_with_everything()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 1
    assert "process failed" in done.stderr
    assert not [mark for mark in MARKS if mark in done.stdout + done.stderr]


def test_every_event_in_the_code_is_listed_and_no_other() -> None:
    said: set[object] = {"library spoke", "unlisted"}  # said by the log itself
    for file in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id="log"), attr="info" | "warning" | "failure"
                    ),
                    args=[ast.Constant(value), *_],
                ):
                    said.add(value)
                case ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id="log"), attr="info" | "warning" | "failure"
                    )
                ):
                    pytest.fail(f"{file}:{node.lineno}: the event is not a literal")
    assert said == set(logs.EVENTS)
