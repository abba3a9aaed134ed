"""Addresses of platforms: encrypted, or on this machine."""

import ipaddress
from urllib.parse import urlsplit


class PlatformUrl:
    """Marks a setting that says where a platform is, so that tests' settings stay at home."""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def safe(url: str) -> str:
    """The address, if a token may travel to it.

    Raises:
        ValueError: it is no address, or unencrypted and elsewhere.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https", "ws", "wss"} or not parts.hostname:
        raise ValueError("should be an address such as https://chat.example/api")
    if parts.query or parts.fragment:
        raise ValueError("should be an address without a query, such as https://chat.example/api")
    if parts.scheme in {"http", "ws"} and not is_loopback(parts.hostname):
        raise ValueError(
            "should begin with https:// or wss://, since the token travels to it; "
            "http:// and ws:// are for this machine only"
        )
    return url
