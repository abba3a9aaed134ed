"""Tags and seals: what opens them, what does not, and what neither shows."""

import base64
import hmac
import json
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import KeyProblem, Keys, Somebody, load_keys, make_keys
from storage.kinds import NativeId, Purpose, Seal
from tests.storage.rows import ANA, BEN, KEYS

OLD, NEW = b"o" * 32, b"n" * 32
scopes, contents = st.text(max_size=30), st.binary(max_size=60)


def hkdf(secret: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 with no salt and one block of output, by the letter of RFC 5869."""
    extracted = hmac.digest(b"\x00" * 32, secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


@given(scope=scopes, content=contents)
def test_a_tag_is_the_hmac_it_says_it_is(scope: str, content: bytes) -> None:
    key = hkdf(b"t" * 32, b"tag question")
    digest = hmac.new(key, scope.encode() + b"\x00" + content, sha256).digest()[:16]
    expected = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert KEYS.tag(Purpose.QUESTION, scope, content) == expected


@given(one=st.sampled_from(Purpose), other=st.sampled_from(Purpose), scope=scopes, content=contents)
def test_tags_of_two_purposes_never_match(
    one: Purpose, other: Purpose, scope: str, content: bytes
) -> None:
    same = KEYS.tag(one, scope, content) == KEYS.tag(other, scope, content)
    assert same == (one == other)


def test_a_tag_is_equal_for_the_same_person_and_scope_only() -> None:
    ana = ANA.tag(Purpose.QUESTION, "q1")
    assert ana == Somebody(KEYS, b"a" * 16).tag(Purpose.QUESTION, "q1")
    assert ana != ANA.tag(Purpose.QUESTION, "q2")
    assert ana != BEN.tag(Purpose.QUESTION, "q1")
    assert ana != Somebody(Keys(NEW, {"k1": b"l" * 32}, "k1"), b"a" * 16).tag(
        Purpose.QUESTION, "q1"
    )


@given(scope=scopes, content=contents)
def test_what_is_locked_opens_for_its_purpose_and_scope(scope: str, content: bytes) -> None:
    assert KEYS.unlock(Purpose.SEAL, scope, KEYS.lock(Purpose.SEAL, scope, content)) == content


@pytest.mark.parametrize(
    ("keys", "purpose", "scope"),
    [
        (KEYS, Purpose.SEAL, "author:q2"),
        (KEYS, Purpose.VAULT, "author:q1"),
        (Keys(b"t" * 32, {"k1": OLD}, "k1"), Purpose.SEAL, "author:q1"),
        (Keys(b"t" * 32, {"k2": b"l" * 32}, "k2"), Purpose.SEAL, "author:q1"),
    ],
    ids=["another scope", "another purpose", "another key", "a key that is missing"],
)
def test_it_does_not_open_otherwise(keys: Keys, purpose: Purpose, scope: str) -> None:
    seal = ANA.sealed("author:q1")
    assert KEYS.unlock(Purpose.SEAL, "author:q1", seal.box) == b"a" * 16
    with pytest.raises(KeyProblem):
        keys.unlock(purpose, scope, seal.box)


@given(place=st.integers(min_value=0, max_value=45), bit=st.integers(min_value=0, max_value=7))
def test_a_changed_bit_is_noticed(place: int, bit: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(ANA.sealed("author:q1").box))
    assert len(raw) == 2 + 12 + 16 + 16  # key id, nonce, a person's secret, authentication
    raw[place] ^= 1 << bit
    with pytest.raises(KeyProblem):
        KEYS.unlock(Purpose.SEAL, "author:q1", base64.urlsafe_b64encode(raw).decode())


@given(box=st.text(max_size=80))
def test_nonsense_is_refused_like_any_other_box(box: str) -> None:
    with pytest.raises(KeyProblem):
        KEYS.unlock(Purpose.SEAL, "author:q1", box)


def test_no_two_seals_are_equal_or_of_another_length() -> None:
    boxes = {who.sealed(f"author:q{n}").box for n in range(50) for who in (ANA, BEN, ANA)}
    assert len(boxes) == 150
    assert len({len(box) for box in boxes}) == 1


def test_keys_can_be_changed_and_old_locks_still_open() -> None:
    before = Keys(b"t" * 32, {"k1": OLD}, "k1")
    after = Keys(b"t" * 32, {"k1": OLD, "k2": NEW}, "k2")
    box = before.lock(Purpose.SEAL, "s", b"ana")
    assert after.unlock(Purpose.SEAL, "s", box) == b"ana"
    with pytest.raises(KeyProblem):
        before.unlock(Purpose.SEAL, "s", after.lock(Purpose.SEAL, "s", b"ana"))
    assert before.tag(Purpose.DAY, "s", b"ana") == after.tag(Purpose.DAY, "s", b"ana")


@pytest.mark.parametrize(
    ("tagging", "lockers", "current"),
    [
        (b"short", {"k1": OLD}, "k1"),
        (b"t" * 32, {"k1": b"short"}, "k1"),
        (b"t" * 32, {"k1": OLD}, "k2"),
        (b"t" * 32, {"long": OLD}, "long"),
    ],
)
def test_wrong_secrets_are_refused(tagging: bytes, lockers: dict[str, bytes], current: str) -> None:
    with pytest.raises(KeyProblem, match="Restore"):
        Keys(tagging, lockers, current)


def test_a_key_file_is_made_once_for_its_owner_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keys.json"
    make_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    box = load_keys(path).lock(Purpose.SEAL, "s", b"ana")
    assert load_keys(path).unlock(Purpose.SEAL, "s", box) == b"ana"
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        make_keys(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"tagging": 1}', json.dumps({"lockers": []})])
def test_what_is_not_a_key_file_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(KeyProblem, match="is not a key file"):
        load_keys(path)


def test_a_missing_key_file_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="else restore it from its backup"):
        load_keys(tmp_path / "keys.json")


def test_nothing_of_it_prints() -> None:
    native = NativeId("slack", "T04", "U0123")
    for one in (KEYS, ANA, native):
        for text in (str(one), repr(one), f"{one}", f"{[one]}"):
            assert "U0123" not in text
            assert "aaaa" not in text
            assert "tttt" not in text


def test_a_seal_made_by_hand_from_another_scope_fails() -> None:
    moved = Seal("author:q2", ANA.sealed("author:q1").box)
    with pytest.raises(KeyProblem):
        KEYS.unlock(Purpose.SEAL, moved.scope, moved.box)
