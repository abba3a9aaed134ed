"""The migrations make what the models say, from nothing and again, and refuse what is newer."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, text
from sqlmodel import SQLModel

import storage.search_tables
import storage.tables  # noqa: F401  # both make tables known
from storage.engine import DatabaseProblem, open_engine, vault_url
from storage.migrate import HEADS, History, current, upgrade
from storage.vault import METADATA as VAULT

MODELS: dict[History, MetaData] = {"main": SQLModel.metadata, "vault": VAULT}


@pytest.fixture(params=["main", "vault"])
def history(request: pytest.FixtureRequest) -> History:
    found: History = request.param
    return found


@pytest.fixture
def engine(database_url: str, history: History) -> Iterator[Engine]:
    opened = open_engine(database_url if history == "main" else vault_url(database_url))
    yield opened
    opened.dispose()


def differences(engine: Engine, history: History) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[object] = compare_metadata(context, MODELS[history])
        return found


def test_they_make_what_the_models_say(engine: Engine, history: History) -> None:
    assert current(engine) is None
    upgrade(engine, history)
    assert differences(engine, history) == []
    assert current(engine) == HEADS[history]


def test_a_model_with_a_column_more_is_noticed(engine: Engine, history: History) -> None:
    upgrade(engine, history)
    somewhere = min(MODELS[history].tables)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {somewhere} ADD COLUMN more TEXT"))
    assert differences(engine, history) != []


def test_nothing_happens_to_a_database_that_is_current(engine: Engine, history: History) -> None:
    upgrade(engine, history)
    upgrade(engine, history)
    assert differences(engine, history) == []


def test_a_newer_database_is_refused_in_a_sentence(engine: Engine, history: History) -> None:
    upgrade(engine, history)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseProblem, match="newer Askwell"):
        upgrade(engine, history)


def test_the_head_that_a_start_compares_with_is_the_newest_file(history: History) -> None:
    folder = files("storage") / "migrations" / history
    assert ScriptDirectory(str(folder)).get_current_head() == HEADS[history]


def test_when_a_class_is_asked_moves_from_its_latest_pulse_to_the_course(database_url: str) -> None:
    engine = open_engine(database_url)
    config = Config()
    with engine.begin() as connection:
        config.set_main_option("script_location", str(files("storage") / "migrations" / "main"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0033")
        for course in ("asked", "never", "off"):
            connection.execute(
                text(
                    "INSERT INTO course (id, name, language, timezone, contacts, operator_teaches, "
                    "seal_answers, gate_minutes, card_delay_seconds, created_at) VALUES "
                    "(:id, :id, 'en', 'UTC', '112', false, true, 0, 300, 0)"
                ),
                {"id": course},
            )
        for term, course, starts, state, weekday in (
            ("t1", "asked", "2026-02-02", "off", 0),
            ("t2", "asked", "2026-10-05", "running", 3),
            ("t3", "off", "2026-02-02", "running", 2),
            ("t4", "off", "2026-10-05", "off", 2),
        ):
            connection.execute(
                text(
                    "INSERT INTO pulse_term (id, course_id, starts, enrolment, state, weekday, "
                    "minute, quiet_from, quiet_to, left_out, week, thin) VALUES (:id, :course, "
                    ":starts, 30, :state, :weekday, 840, 1200, 540, '', 0, 0)"
                ),
                {
                    "id": term,
                    "course": course,
                    "starts": starts,
                    "state": state,
                    "weekday": weekday,
                },
            )
    upgrade(engine, "main")
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT id, pulse_weekday, pulse_minute, pulse_quiet_from, pulse_quiet_to, "
                "pulse_off FROM course ORDER BY id"
            )
        ).all()
    assert found == [
        ("asked", 3, 840, 1200, 540, False),
        ("never", 2, 510, 1260, 480, False),
        ("off", 2, 840, 1200, 540, True),
    ]
    engine.dispose()
