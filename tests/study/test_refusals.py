"""What cannot be computed is refused or left out, never invented."""

from __future__ import annotations

import numpy as np
import pytest

from handlers.instruments.instrument import UnusableError
from handlers.rules.study.regressing import regress


def test_predictors_that_repeat_each_other_or_a_constant_score_are_refused() -> None:
    x = np.array([1.0, 2, 3, 4, 5, 6])
    y = np.array([2.0, 1, 4, 3, 6, 5])
    with pytest.raises(UnusableError, match="in the answers"):
        regress(y, np.column_stack([x, 2 * x + 1]), "the answers")
    with pytest.raises(UnusableError, match="in the answers"):
        regress(np.full(6, 3.0), x[:, None], "the answers")
