"""The real process on its real configuration: how it starts, what it says, how it ends."""

import asyncio
from pathlib import Path

from tests.wire.running import Askwell
from tests.wire.slack import server as wire
from tests.wire.slack.course import SlackClass, configured, workspace
from tests.wire.slack.server import Fault


def test_words_ids_and_tokens_stay_out_of_the_log(tmp_path: Path) -> None:
    async def test(runner: asyncio.Runner) -> None:
        async with workspace() as server:
            here = SlackClass(runner, server, Askwell(configured(tmp_path, server)))
            try:
                await here.connected()
                await here.make_course("C-CLASS", "C-STAFF")
                server.faults["chat.postMessage"].append(Fault(status=500))
                await here.through(server.direct("UANA", "a very secret question"))
                assert await here.askwell.stop() == 0
            finally:
                await here.askwell.gone()
            words = ("secret", "UANA", "UTIM", "C-CLASS", "ticket=")
            for word in (*words, wire.BOT_TOKEN, wire.APP_TOKEN):
                assert word not in here.askwell.said

    with asyncio.Runner() as runner:
        runner.run(test(runner))


def test_many_ask_at_once_and_each_is_answered_alone(tmp_path: Path) -> None:
    texts = {f"UNR{n}": f"What does join number {n} match?" for n in range(16)}

    async def test(runner: asyncio.Runner) -> None:
        async with workspace(texts) as server:
            here = SlackClass(runner, server, Askwell(configured(tmp_path, server)))
            try:
                await here.connected()
                await here.make_course("C-CLASS", "C-STAFF")
                forms = [
                    here.filling(who, await here.form(who), text) for who, text in texts.items()
                ]
                assert all(await asyncio.gather(*map(server.deliver, forms)))
                for who in texts:
                    await here.screen(who, "Nothing is posted until you say so.")
            finally:
                await here.askwell.gone()
            assert not [one for text in texts.values() for one in here.seen("C-CLASS", text)]

    with asyncio.Runner() as runner:
        runner.run(test(runner))
