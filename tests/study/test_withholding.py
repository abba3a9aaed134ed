"""Small demographic cells, and what subtraction could tell about them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.study.withholding import LEAST_CELL, shown


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 20, "b": 20}, ("a", "b")),
        ({"a": 19, "b": 200}, ()),  # b would give a away
        ({"a": 19, "b": 60, "c": 50}, ("b",)),  # c, the smallest shown, goes too
        ({"a": 12, "b": 11, "c": 50}, ("c",)),  # 23 together: no subtraction finds either
        ({"a": 0, "b": 30, "c": 40}, ("b", "c")),  # nobody is hidden
        ({"a": 3, "b": 5}, ()),
        ({}, ()),
    ],
)
def test_cells_of_twenty(sizes: dict[str, int], expected: tuple[str, ...]) -> None:
    assert shown(sizes) == expected


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=8))
def test_no_subtraction_isolates_fewer_than_twenty(sizes: dict[str, int]) -> None:
    visible = shown(sizes)
    hidden = sum(size for group, size in sizes.items() if group not in visible)
    assert all(sizes[group] >= LEAST_CELL for group in visible)
    assert hidden == 0 or hidden >= LEAST_CELL or not visible
