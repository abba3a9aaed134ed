"""Codes that one person types into another account: 40 bits of chance, easy to read and type."""

LETTERS = 8
"""Of an alphabet of 32 (RFC 4648): 40 bits. With ten minutes and five tries an hour nobody guesses
one of a thousand open codes: 5 · 1000 / 2⁴⁰ < 10⁻⁸ an account and hour."""
_MISREAD = str.maketrans("018", "OIB")


def new_code(token: str) -> str:
    """The code that a token of lower-case base 32 makes, as ``K7QF-3MNP``."""
    return shown(token[:LETTERS].upper())


def shown(code: str) -> str:
    """A code as it is shown: two groups."""
    return f"{code[: LETTERS // 2]}-{code[LETTERS // 2 :]}"


def read(typed: str) -> str:
    """What somebody typed as a code, in whatever case, with or without gaps.

    Digits that the alphabet does not have stand for the letters they look like.
    """
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISREAD)
