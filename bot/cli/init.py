"""``askwell init``: a folder with configuration, keys, Slack's manifest, Discord's invitation."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

import json
from pathlib import Path
from typing import Annotated

import typer

_CONFIG = """# Made by askwell init; docs/settings.md explains every setting. Tokens do not
# stand here but in files of the folder secrets, which nobody else may read.

[storage]
directory = {directory}
"""
_SLACK = """
[slack]
mode = "{mode}"
"""
_USER_GROUPS = "user_groups = true\n"


def init(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to write to; made where missing.")
    ] = Path(),
    slack: Annotated[
        bool | None, typer.Option("--slack/--no-slack", help="Whether the course is on Slack.")
    ] = None,
    discord: Annotated[
        bool | None, typer.Option("--discord/--no-discord", help="Whether it is on Discord.")
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Slack by HTTP at this address instead of a socket."),
    ] = None,
    user_groups: Annotated[
        bool, typer.Option("--user-groups", help="Let Slack's user groups make staff.")
    ] = False,
    application: Annotated[
        str | None, typer.Option(metavar="ID", help="Discord's application id, for the invitation.")
    ] = None,
) -> None:
    """Write what a new installation needs, and say what to do next.

    What is not given by an option is asked. Files that are there already are left alone.
    """
    if slack is None:
        slack = typer.confirm("Is the course on Slack?")
    if discord is None:
        discord = typer.confirm("Is the course on Discord?")
    if discord and application is None:
        application = typer.prompt("The id of your Discord application (empty for later)", "")
    _look(public_url or "", application or "")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        written = _write_config(directory, slack=slack, url=public_url, user_groups=user_groups)
        steps = [_write_keys(directory), written]
        if slack:
            steps += _slack_steps(directory, public_url, user_groups=user_groups)
        if discord:
            steps += _discord_steps(directory, application or "")
    except OSError:
        raise _refused(
            f"{directory} cannot be written to. Name a folder in which this account may write."
        ) from None
    config = directory / "config.toml"
    secrets = directory / "secrets"
    steps.append(f"Then: askwell check --online --config {config} --secrets {secrets}")
    steps.append(f"And:  askwell run --config {config} --secrets {secrets}")
    steps.append("While it runs, type /askwell course in the class's channel.")
    steps.append(
        "Decide with your institution whether two people outside the teaching team may find who "
        "asked a hidden question where a life is in danger. Unless askwell reveal sets it for a "
        "course, nobody can."
    )
    for number, step in enumerate(steps, 1):
        typer.echo(f"{number}. {step}")


def _look(public_url: str, application: str) -> None:
    """Refuse what Slack and Discord would refuse, before anything is written."""
    if public_url and not public_url.startswith("https://"):
        raise _refused("--public-url should begin with https://: Slack calls nothing else.")
    if application and not (application.isascii() and application.isdigit()):
        raise _refused(
            "--application should be the number that Discord's developer portal shows under "
            "General Information, Application ID."
        )


def _refused(sentence: str) -> typer.Exit:
    """The end of the command, after one sentence."""
    typer.echo(sentence, err=True)
    return typer.Exit(2)


def _write_keys(directory: Path) -> str:
    from storage.keys import make_keys

    keys = directory / "askwell.keys"
    try:
        make_keys(keys)
    except FileExistsError:
        return f"{keys} is there already and stays: without it nothing stored can be read."
    return f"Back up {keys} apart from the database: without it nothing stored can be read."


def _write_config(directory: Path, *, slack: bool, url: str | None, user_groups: bool) -> str:
    config = directory / "config.toml"
    if config.exists():
        return f"{config} is there already and stays as it is."
    text = _CONFIG.format(directory=json.dumps(str(directory.resolve())))
    if slack:
        text += _SLACK.format(mode="http" if url else "socket")
        text += _USER_GROUPS if user_groups else ""
    config.write_text(text, encoding="utf-8")
    return f"Wrote {config}."


def _secret(directory: Path, name: str) -> Path:
    """An empty file for a token, which its owner alone may read."""
    folder = directory / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / name
    file.touch(mode=0o600, exist_ok=True)
    return file


def _slack_steps(directory: Path, url: str | None, *, user_groups: bool) -> list[str]:
    from bot.platforms.slack.manifest import manifest

    file = directory / "slack-manifest.json"
    made = manifest(public_url=url or "", user_groups=user_groups)
    content = json.dumps(made, indent=2, ensure_ascii=False)
    file.write_text(f"{content}\n", encoding="utf-8")
    bot_token = _secret(directory, "slack__bot_token")
    if url:
        other = _secret(directory, "slack__signing_secret")
        second = f"and its signing secret (Basic Information) into {other}"
    else:
        other = _secret(directory, "slack__app_token")
        second = f"and an app-level token with connections:write (xapp-…) into {other}"
    return [
        f"Slack: at api.slack.com/apps choose Create New App, From a manifest, and paste {file}.",
        f"Slack: install the app; put its bot token (xoxb-…) into {bot_token}, {second}.",
        "Slack: invite @Askwell to the class's and the staff's channel.",
    ]


def _discord_steps(directory: Path, application: str) -> list[str]:
    from bot.platforms.discord.invitation import invitation

    token = _secret(directory, "discord__token")
    steps = [f"Discord: put the bot's token (developer portal, Bot) into {token}."]
    if application:
        steps.append(f"Discord: invite the bot to the server: {invitation(application)}")
    else:
        steps.append(
            "Discord: run askwell init again with --application ID for the invitation's address."
        )
    return steps
