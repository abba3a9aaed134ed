"""Keys, and what is made with them: tags and seals.

A tag is HMAC-SHA-256 (RFC 2104) under a key for its purpose, cut to 128 bits: good for equality
and nothing else. A seal is AES-256-GCM (NIST SP 800-38D) with its scope as associated data and the
id of the key in front, so that keys can be changed. Neither shows when it was made.
Keys for each purpose are derived from one secret with HKDF (RFC 5869).
"""

import base64
import binascii
import hmac
import json
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.kinds import Purpose, Seal

_NONCE = 12
_KEY_ID = 2


class KeyProblem(Exception):
    """The keys are missing or unreadable, or something was not locked with them."""


class Keys:
    """The secrets of one installation. Does not print."""

    __slots__ = ("_ciphers", "_current", "_derived", "_lockers", "_tagging")

    def __init__(self, tagging: bytes, lockers: dict[str, bytes], current: str) -> None:
        """Take the secrets.

        Args:
            tagging: 32 bytes; never changes, since equal people must stay equal.
            lockers: 32 bytes each, by a two-letter id; old ones still open what they locked.
            current: the id of the one that locks from now on.

        Raises:
            KeyProblem: a secret has the wrong length or the current one is missing.
        """
        if len(tagging) != 32 or any(len(key) != 32 for key in lockers.values()):
            raise KeyProblem("Each key has 32 bytes. Restore the key file from its backup.")
        if current not in lockers or any(len(key) != _KEY_ID for key in lockers):
            raise KeyProblem("The key file names no current key. Restore it from its backup.")
        self._tagging = tagging
        self._lockers = lockers
        self._current = current
        self._derived: dict[Purpose, bytes] = {}
        self._ciphers: dict[tuple[str, Purpose], AESGCM] = {}

    def __repr__(self) -> str:
        """Nothing of the secrets."""
        return "<keys>"

    def tag(self, purpose: Purpose, scope: str, content: bytes) -> str:
        """A keyed hash of *content* for a purpose and scope: 22 characters of URL-safe base64."""
        key = self._derived.get(purpose)
        if key is None:
            key = self._derived[purpose] = _derive(self._tagging, f"tag {purpose}")
        digest = hmac.digest(key, scope.encode() + b"\x00" + content, "sha256")
        return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()

    def lock(self, purpose: Purpose, scope: str, content: bytes) -> str:
        """*content* locked for a purpose and scope, as URL-safe base64."""
        # A nonce must not repeat, and decides nothing else: it is no chance that a rule depends on.
        nonce = os.urandom(_NONCE)
        box = self._cipher(self._current, purpose).encrypt(nonce, content, scope.encode())
        return base64.urlsafe_b64encode(self._current.encode() + nonce + box).decode()

    def unlock(self, purpose: Purpose, scope: str, box: str) -> bytes:
        """What was locked for this purpose and scope.

        Raises:
            KeyProblem: it was locked otherwise, with other keys, or has been changed.
        """
        try:
            raw = base64.urlsafe_b64decode(box)
            key_id, nonce = raw[:_KEY_ID].decode(), raw[_KEY_ID : _KEY_ID + _NONCE]
            cipher = self._cipher(key_id, purpose)
            return cipher.decrypt(nonce, raw[_KEY_ID + _NONCE :], scope.encode())
        except (binascii.Error, ValueError, KeyError, InvalidTag):
            raise KeyProblem("This was not locked with these keys for this purpose.") from None

    def _cipher(self, key_id: str, purpose: Purpose) -> AESGCM:
        cipher = self._ciphers.get((key_id, purpose))
        if cipher is None:
            cipher = AESGCM(_derive(self._lockers[key_id], f"lock {purpose}"))
            self._ciphers[key_id, purpose] = cipher
        return cipher


@lru_cache(maxsize=64)
def _derive(secret: bytes, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use.encode()).derive(secret)


def load_keys(path: Path) -> Keys:
    """The keys in a key file.

    Raises:
        KeyProblem: it is missing, unreadable or not a key file; the message says what to do.
    """
    try:
        text = path.read_text("utf-8")
        content = json.loads(text)
        lockers = {key: base64.b64decode(value) for key, value in content["lockers"].items()}
        return Keys(base64.b64decode(content["tagging"]), lockers, content["current"])
    except FileNotFoundError:
        raise KeyProblem(
            f"There is no key file at {path}. For a new installation, askwell init makes one; else "
            "restore it from its backup."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KeyProblem(f"{path} is not a key file. Restore it from its backup.") from None


def make_keys(path: Path) -> None:
    """Write new keys to *path*, readable by its owner only.

    Raises:
        FileExistsError: a file is there already; keys are never overwritten.
    """
    content = {
        "tagging": base64.b64encode(os.urandom(32)).decode(),
        "lockers": {"k1": base64.b64encode(os.urandom(32)).decode()},
        "current": "k1",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file)


class Somebody:
    """A person with two powers (``handlers.chat.person.Person``). Does not print."""

    __slots__ = ("_keys", "_secret")

    def __init__(self, keys: Keys, secret: bytes) -> None:
        """Take the keys and the person's random 16 bytes, which only the vault knows."""
        self._keys = keys
        self._secret = secret

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<person>"

    def tag(self, purpose: Purpose, scope: str) -> str:
        """A keyed hash of the person for a purpose and scope."""
        return self._keys.tag(purpose, scope, self._secret)

    def sealed(self, scope: str) -> Seal:
        """The person locked for a scope."""
        return Seal(scope, self._keys.lock(Purpose.SEAL, scope, self._secret))
