"""``askwell check``: everything that is wrong with an installation, at once and in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.settings import HttpSettings, Settings, StorageSettings
    from storage.keys import Keys
    from storage.migrate import History


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        about: what.
        ok: whether it is in order.
        says: one sentence; what to do when it is not.
    """

    about: str
    ok: bool
    says: str


def _good(about: str, says: str) -> Finding:
    return Finding(about, ok=True, says=says)


def _bad(about: str, says: str) -> Finding:
    return Finding(about, ok=False, says=says)


def check(
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The configuration file.")
    ] = None,
    secrets: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The directory of secret files.")
    ] = None,
    online: Annotated[
        bool, typer.Option("--online", help="Also ask Slack and Discord themselves.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead.")] = False,
) -> None:
    """Look at settings, platforms, database, vault, keys and port; say everything that is wrong."""
    # PLC0415 here and below: what is heavy is loaded when the command runs.
    import json  # noqa: PLC0415

    findings = tuple(look(config, secrets, online=online))
    if as_json:
        found = {
            "in_order": all(one.ok for one in findings),
            "findings": [asdict(one) for one in findings],
        }
        typer.echo(json.dumps(found, indent=2))
    else:
        _show(findings)
    raise typer.Exit(0 if all(one.ok for one in findings) else 1)


def look(config: Path | None, secrets: Path | None, *, online: bool = False) -> Iterator[Finding]:
    """Look at everything, in order; without usable settings there is nothing else to look at."""
    from bot.settings import SettingsProblem, find_config, load  # noqa: PLC0415

    try:
        settings = load(config, secrets)
    except SettingsProblem as wrong:
        yield from (_bad("settings", problem) for problem in wrong.problems)
        return
    where = find_config(config)
    yield _good("settings", f"Read {where}." if where else "The defaults; no file is used.")
    yield _platforms(settings)
    stored = tuple(_storage(settings))
    yield from stored
    yield _port(settings.http)
    if online and all(one.ok for one in stored):
        from bot.cli.check_online import look_online  # noqa: PLC0415

        yield from look_online(settings)


def _platforms(settings: Settings) -> Finding:
    both = {"Slack": settings.slack.configured, "Discord": settings.discord.configured}
    configured = [name for name, is_configured in both.items() if is_configured]
    if configured:
        return _good("platforms", f"{' and '.join(configured)} will be served.")
    return _bad(
        "platforms",
        "Neither Slack nor Discord has a token. askwell init says how to get one and where to put "
        "it; --secrets names that directory.",
    )


def _storage(settings: Settings) -> Iterator[Finding]:
    storage = settings.storage
    url, vault_url = storage.url.get_secret_value(), storage.vault_url.get_secret_value()
    if url == vault_url:
        says = "[storage] vault_url is the database itself. Give the vault a place of its own."
        yield _bad("vault", says)
        return
    database = _database("database", url, "main")
    vault = _database("vault", vault_url, "vault")
    yield database.finding
    yield vault.finding
    keys = _keys(storage)
    yield keys.finding
    if keys.keys is not None and vault.finding.ok and not vault.new:
        yield _opens(vault_url, keys.keys)


@dataclass(frozen=True, slots=True)
class _Looked:
    finding: Finding
    new: bool = False


def _database(about: str, url: str, history: History) -> _Looked:
    from sqlalchemy import make_url  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    from storage.engine import DatabaseProblem, OneProcess, open_engine  # noqa: PLC0415

    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    name = str(parsed.database if sqlite else f"{parsed.database} at {parsed.host or 'localhost'}")
    if sqlite and not Path(name.removeprefix("file:")).exists():
        return _no_file(about, Path(name))
    engine = None
    try:
        OneProcess(url).release()
        engine = open_engine(url, pool=1)
        problem, new = _revision(engine, history, name)
        if problem:
            return _Looked(_bad(about, problem))
        _write_and_take_back(engine, history)
    except DatabaseProblem as wrong:
        return _Looked(_bad(about, str(wrong)))
    except DBAPIError as wrong:
        # What the driver says may quote the password's account, a path, a row.
        advice = (
            "it is an SQLite file, and that this account may write it and its folder"
            if sqlite
            else "it runs and is reached, its password, and that this account may make tables"
        )
        kind = type(wrong.orig).__name__
        says = f"{name} cannot be read and written ({kind}). Check that {advice}."
        return _Looked(_bad(about, says))
    finally:
        if engine is not None:
            engine.dispose()
    says = f"{name} is empty; the first start makes the tables." if new else f"{name} is in order."
    return _Looked(_good(about, says), new)


def _no_file(about: str, file: Path) -> _Looked:
    import os  # noqa: PLC0415

    folder = file.parent
    if folder.is_dir() and os.access(folder, os.W_OK):
        says = f"There is no {file} yet; the first start makes it."
        return _Looked(_good(about, says), new=True)
    says = f"{file} cannot be made. Make the folder {folder} and let this account write there."
    return _Looked(_bad(about, says), new=True)


def _revision(engine: Engine, history: History, name: str) -> tuple[str, bool]:
    """What is wrong with the tables' revision, if anything, and whether there are none yet."""
    from storage.migrate import HEADS, current  # noqa: PLC0415

    found = current(engine)
    if found is None or found == HEADS[history]:
        return "", found is None
    if _is_older(found, history):
        return (
            f"{name} was made by an older Askwell ({found}, this one needs {HEADS[history]}). "
            "Make a backup; the next start upgrades it."
        ), False
    return (
        f"{name} was written by a newer Askwell. Install that version, or restore a backup made "
        "before the upgrade."
    ), False


def _is_older(revision: str, history: History) -> bool:
    from importlib.resources import files  # noqa: PLC0415

    versions = files("storage") / "migrations" / history / "versions"
    return any(file.name.startswith(f"{revision}_") for file in versions.iterdir())


def _write_and_take_back(engine: Engine, history: History) -> None:
    """Make a table and roll back."""
    from sqlalchemy import text  # noqa: PLC0415

    with engine.connect() as connection, connection.begin() as transaction:
        if history == "vault" and engine.dialect.name == "postgresql":
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS vault"))
        connection.execute(text("CREATE TABLE askwell_check (one INTEGER)"))
        transaction.rollback()


@dataclass(frozen=True, slots=True)
class _KeyFile:
    finding: Finding
    keys: Keys | None = None


def _keys(storage: StorageSettings) -> _KeyFile:
    from storage.keys import KeyProblem, load_keys  # noqa: PLC0415

    file = storage.keys_file
    try:
        keys = load_keys(file)
    except KeyProblem as wrong:
        return _KeyFile(_bad("keys", str(wrong)))
    mode = file.stat().st_mode & 0o777
    if mode != 0o600:
        says = f"{file} has mode {mode:04o}. Only Askwell may read it: chmod 600 {file}"
        return _KeyFile(_bad("keys", says), keys)
    return _KeyFile(_good("keys", f"{file} holds the keys, for this account only."), keys)


def _opens(url: str, keys: Keys) -> Finding:
    """Whether these keys open what is in the vault."""
    from sqlalchemy import select  # noqa: PLC0415

    from storage.engine import open_engine  # noqa: PLC0415
    from storage.keys import KeyProblem  # noqa: PLC0415
    from storage.kinds import Purpose  # noqa: PLC0415
    from storage.vault import ACCOUNT  # noqa: PLC0415

    engine = open_engine(url, pool=1)
    with engine.execution_options(reading=True).connect() as connection:
        box = connection.execute(select(ACCOUNT.c.box).limit(1)).scalar_one_or_none()
    engine.dispose()
    if box is None:
        return _good("vault", "The vault holds nobody yet.")
    try:
        keys.unlock(Purpose.VAULT, "account", box)
    except KeyProblem:
        says = "These keys do not open this vault. Restore the key file that belongs to it."
        return _bad("vault", says)
    return _good("vault", "The keys open the vault.")


def _port(http: HttpSettings) -> Finding:
    import socket  # noqa: PLC0415

    family = socket.AF_INET6 if ":" in http.host else socket.AF_INET
    with socket.socket(family) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((http.host, http.port))
            listening.listen()  # an address with SO_REUSEADDR is only then refused
        except OSError:
            says = (
                f"Askwell cannot listen at {http.host} port {http.port}: something else does, or "
                "it is not an address of this machine. Change [http] host or port."
            )
            return _bad("port", says)
    return _good("port", f"{http.host} port {http.port} is free.")


def _show(findings: tuple[Finding, ...]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table.grid(padding=(0, 1))
    for one in findings:
        mark = Text("✓", "green") if one.ok else Text("✗", "bold red")
        table.add_row(mark, Text(one.about, "bold"), Text(one.says))
    console = Console(highlight=False)
    console.print(table)
    wrong = sum(not one.ok for one in findings)
    if wrong:
        console.print(f"{wrong} {'thing is' if wrong == 1 else 'things are'} to be put right.")
    else:
        console.print("Everything is in order.")
