"""Notebooks keep cells and outputs; metadata, accounts and picture metadata go."""

import base64
import io
import json
from typing import Any

import pytest
from PIL import Image

from bot.files import Clean, Reason, Refused, clean, notebook
from tests.files import picture_samples
from tests.files.canary import marked, places

SOURCE = ["import pandas as pd\n", "a.merge(b)"]


def sample() -> dict[str, Any]:
    """A notebook as Colab and Jupyter leave it, with the name wherever they write one."""
    picture = base64.b64encode(picture_samples.png()).decode()
    photograph = base64.b64encode(picture_samples.jpeg()).decode()
    return {
        "nbformat": 4,
        "nbformat_minor": 2,
        "metadata": {
            "kernelspec": {"name": marked("env"), "display_name": marked("display")},
            "language_info": {"name": "python", "version": marked("version")},
            "colab": {"authorship_tag": marked("colab")},
            "authors": [{"name": marked("authors")}],
            "widgets": {"x": marked("widgets")},
        },
        "cells": [
            {
                "cell_type": "code",
                "id": marked("cellid"),
                "execution_count": 7,
                "metadata": {"executionInfo": {"user": {"displayName": marked("runner")}}},
                "source": SOURCE,
                "outputs": [
                    {
                        "output_type": "stream",
                        "name": "stdout",
                        "text": [f"saved to /Users/{marked('home')}/x\n", "done\n"],
                    },
                    {
                        "output_type": "display_data",
                        "metadata": {"image/png": {"by": marked("outputmeta")}},
                        "data": {
                            "image/png": picture,
                            "image/jpeg": photograph,
                            "text/plain": "<Figure>",
                            "text/html": f"<b>{marked('html')}</b>",
                            "image/svg+xml": f"<svg>{marked('svg')}</svg>",
                            "application/vnd.x+json": {"by": marked("vendor")},
                        },
                    },
                    {
                        "output_type": "error",
                        "ename": "KeyError",
                        "evalue": "'id'",
                        "traceback": [f"\x1b[0;32m/home/{marked('trace')}/x.py\x1b[0m in f()"],
                    },
                ],
            },
            {
                "cell_type": "markdown",
                "metadata": {},
                "source": f"see ![x](attachment:{marked('attachment')}.png)",
                "attachments": {f"{marked('attachment')}.png": {"image/png": picture}},
            },
        ],
    }


PLACES = picture_samples.PNG_PLACES | picture_samples.JPEG_PLACES | {
    "env", "display", "version", "colab", "authors", "widgets", "cellid", "runner", "home",
    "outputmeta", "html", "svg", "vendor", "trace", "attachment",
}  # fmt: skip


def coded(book: dict[str, Any]) -> bytes:
    return json.dumps(book).encode()


def cleaned(content: bytes) -> dict[str, Any]:
    result = clean("Jane hw3.ipynb", content, number=1)
    assert isinstance(result, Clean), result
    assert result.name == "notebook-1.ipynb"
    book = json.loads(result.content)
    assert isinstance(book, dict)
    return book


def test_nothing_planted_survives() -> None:
    assert places(coded(sample())) == PLACES
    result = clean("x.ipynb", coded(sample()), number=1)
    assert isinstance(result, Clean)
    assert places(result.content) == set()


def test_cells_and_outputs_stay() -> None:
    book = cleaned(coded(sample()))
    code, words = book["cells"]
    assert code["source"] == SOURCE
    assert code["execution_count"] == 7
    printed, figure, error = code["outputs"]
    assert printed["text"] == "saved to /Users/user/x\ndone\n"
    assert set(figure["data"]) == {"text/plain", "image/png", "image/jpeg"}
    with Image.open(io.BytesIO(base64.b64decode(figure["data"]["image/png"]))) as picture:
        assert picture.tobytes() == picture_samples.pattern().tobytes()
    assert error["traceback"] == ["\x1b[0;32m/home/user/x.py\x1b[0m in f()"]
    assert words["source"] == ["see ![x](attachment:attachment-1)"]
    assert list(words["attachments"]) == ["attachment-1"]


def test_of_the_metadata_only_the_language_stays() -> None:
    book = cleaned(coded(sample()))
    assert book["metadata"] == {
        "kernelspec": {"display_name": "python", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [cell["id"] for cell in book["cells"]] == ["cell-1", "cell-2"]


@pytest.mark.parametrize(
    ("rule", "instead", "expected"),
    [
        ("_kernel", lambda metadata: metadata, {"env", "display", "colab", "authors", "widgets"}),
        ("_shown", lambda bundle, _: bundle, {"html", "svg", "vendor", "artist", "gps"}),
        ("neutral", lambda text, _: text, {"home", "trace"}),
    ],
)
def test_each_rule_stops_its_own_leak(
    rule: str, instead: object, expected: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook, rule, instead)
    result = clean("x.ipynb", coded(sample()), number=1)
    assert isinstance(result, Clean)
    assert expected <= places(result.content)


@pytest.mark.parametrize(
    ("book", "reason"),
    [
        ({"nbformat": 3, "worksheets": []}, Reason.NOTEBOOK_OLD),
        ({"nbformat": 4, "cells": 1}, Reason.BROKEN),
        ({"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}, Reason.BROKEN),
        ({"nbformat": 4, "cells": [{"cell_type": "other"}]}, Reason.BROKEN),
    ],
)
def test_what_is_no_notebook_of_today_is_refused(book: dict[str, Any], reason: Reason) -> None:
    result = clean("x.ipynb", coded(book), number=1)
    assert isinstance(result, Refused)
    assert result.reason == reason


@pytest.mark.parametrize("name", ["x.ipynb", "x.json"])
def test_what_is_left_of_a_notebook_is_not_taken_for_text(name: str) -> None:
    for content in (coded(sample())[:-9], coded(sample()).decode().encode("utf-16")[:-10]):
        result = clean(name, content, number=1)
        assert isinstance(result, Refused)
        assert result.reason == Reason.BROKEN


def test_endless_nesting_is_refused() -> None:
    result = clean("x.ipynb", b'{"nbformat": 4, "cells": ' + b"[" * 100_000, number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.BROKEN
