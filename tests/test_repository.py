"""What the repository says of itself is so, both ways."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.__main__ import COMMANDS, build
from bot.logs import EVENTS
from bot.settings import Settings, known
from handlers.all import ROUTES
from handlers.chat.incoming import Command
from storage.trouble import TO_DO

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (".ci", "bot", "docs", "handlers", "storage", "tests")
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "SECURITY.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def files() -> Iterator[Path]:
    """Every file that belongs to the repository."""
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and not path.name.startswith((".coverage", ".git")):
            yield path
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


HOSTS = ("pypi.org", "pythonhosted.org", "npmjs.org", "deb.debian.org", "jsdelivr")
PLACES = ("/work/", "../shared", "/root/")


def test_nothing_names_a_registry_s_host_or_a_place_of_one_machine() -> None:
    found = []
    for path in files():
        if path == Path(__file__):
            continue  # it says what is looked for
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        found += [f"{path.relative_to(ROOT)}: {one}" for one in (*HOSTS, *PLACES) if one in text]
    assert found == []


def test_the_lock_file_has_only_versions_and_hashes() -> None:
    line = re.compile(r"[a-z0-9.-]+==[^ ]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [one for one in read("requirements.lock").splitlines() if not line.fullmatch(one)] == []


def slug(heading: str) -> str:
    """A heading's anchor, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@cache
def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {slug(heading) for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    broken = []
    for target in [*re.findall(r"\]\(([^)\s]+)\)", text), *re.findall(r'src="([^"]+)"', text)]:
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_every_page_can_be_found_from_the_first() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        targets = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
        waiting += [(page.parent / target).resolve() for target in targets]
    assert set(PAGES) - reached == set()


def test_every_setting_is_explained_and_nothing_else_is() -> None:
    text = read("docs/settings.md")
    explained = []
    for section, rest in re.findall(
        r"^## `\[(\w+)\]`$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    ):
        for key, what in re.findall(r"^\| `(\w+)` \|[^|]*\| (.*) \|$", rest, re.MULTILINE):
            explained.append((section, key, what))
    there = [
        (section, key, field.description)
        for section, part in Settings.model_fields.items()
        for key, field in part.annotation.model_fields.items()  # type: ignore[union-attr]
    ]
    assert explained == there


def uncommented(text: str) -> dict[str, Any]:
    """The example with its settings that are commented out put in."""
    return tomllib.loads(re.sub(r"^# (?=\w+ = |\[)", "", text, flags=re.MULTILINE))


def test_the_example_has_every_setting_and_the_defaults() -> None:
    example = uncommented(read("config.example.toml"))
    assert {section: tuple(keys) for section, keys in example.items()} == known()
    settings = Settings.model_validate(tomllib.loads(read("config.example.toml")))
    assert settings == Settings()
    for key in ("url", "vault_url"):
        assert example["storage"][key] == getattr(settings.storage, key).get_secret_value()
    assert example["storage"]["keys_file"] == str(settings.storage.keys_file)


def code(page: str) -> str:
    """What stands in code on a page, and nothing else."""
    text = read(page)
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text))])


def test_every_command_of_the_terminal_is_explained_and_nothing_else_is() -> None:
    everywhere = "\n".join(code(str(page.relative_to(ROOT))) for page in PAGES)
    named = set(re.findall(r"(?<!/)\baskwell ([a-z]+)\b", everywhere))
    assert named == set(COMMANDS)
    table = re.findall(r"^\| `askwell (\w+)` \|", read("docs/operator.md"), re.MULTILINE)
    assert table == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_that_a_page_names_is_there(name: str) -> None:
    command: Any = typer.main.get_command(build([name])).commands[name]  # type: ignore[attr-defined]
    options = {option for one in command.params for option in one.opts}
    named = set[str]()
    for page in PAGES:
        text = page.read_text("utf-8")
        for line in re.findall(rf"askwell {name}\b([^`\n]*)", text):
            named |= set(re.findall(r"--[a-z-]+", line))
    row = re.search(rf"^\| `askwell {name}` \|(.*)$", read("docs/operator.md"), re.MULTILINE)
    assert row is not None
    named |= set(re.findall(r"--[a-z-]+", row[1]))
    assert named - options - {"--help"} == set()


def test_every_command_of_the_chat_is_explained_and_nothing_else_is() -> None:
    pages = ("docs/student.md", "docs/ta.md", "docs/instructor.md")
    everywhere = "\n".join(code(page) for page in pages)
    named = set(re.findall(r"(?:^|\s)/(askwell [a-z]+|[a-z]+)", everywhere))
    commands = {route.name for route in ROUTES.all() if route.kind is Command and route.help}
    short = {"help": "askwell", "ask": "ask", "my": "my"}
    assert named == {short.get(name, f"askwell {name}") for name in commands}


def labels(kind: str) -> set[str]:
    texts = "\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "handlers/words/en").glob("*.ftl"))
    )
    return {label.strip() for label in re.findall(rf"^{kind} = (.+)$", texts, re.MULTILINE)}


def test_every_button_is_explained_and_nothing_else_is() -> None:
    pages = ("docs/student.md", "docs/ta.md", "docs/instructor.md", "docs/confirmer.md")
    named = {name for page in pages for name in re.findall(r"\*\*\[([^\]]+)\]\*\*", read(page))}
    assert named == labels("button-[a-z-]+")


def test_every_shortcut_is_explained() -> None:
    pages = read("docs/student.md") + read("docs/ta.md")
    named = set(re.findall(r"\*\*(?!\[)([^*]+)\*\* in the menu of", pages))
    assert named == labels("shortcut-[a-z]+")


def test_every_event_of_the_log_is_explained_and_nothing_else_is() -> None:
    table = read("docs/operator.md").split("| event | what it means |")[1]
    rows = re.findall(r"^\| `([a-z ]+)` \| (.+) \|$", table, re.MULTILINE)
    assert dict(rows) == EVENTS


def test_what_to_do_about_a_database_in_trouble_is_explained() -> None:
    table = read("docs/operator.md").split("| trouble | what to do |")[1].split("| event |")[0]
    rows = re.findall(r"^\| `([a-z ]+)` \| (.+) \|$", table, re.MULTILINE)
    assert dict(rows) == TO_DO


def test_the_image_and_the_readme_use_what_is_there() -> None:
    dockerfile = read("Dockerfile")
    for name, value in re.findall(r"ASKWELL_(\w+)=(\S+)", dockerfile):
        section, key = name.lower().split("__")
        assert key in known()[section]
        assert value
    assert f":{Settings().http.port}/healthz" in dockerfile
    extras = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]
    for page in (dockerfile, read("README.md"), *map(Path.read_text, PAGES)):
        for wanted in re.findall(r"'(?:\.|askwell)\[([a-z,]+)\]'", page):
            assert set(wanted.split(",")) <= set(extras)


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert re.search(
        rf"^## \[({re.escape(version)}|Unreleased)\]", read("CHANGELOG.md"), re.MULTILINE
    )
