"""Who may talk to the local chat: this machine, with the token, and no other page's script."""

import ipaddress
import secrets
from collections.abc import Mapping

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self' {socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""No inline script or style, nothing from elsewhere, and no text ever parsed as markup."""


def loopback(host: str) -> str:
    """The host, if it is one only this machine can reach.

    Raises:
        ValueError: it is not.
    """
    if host == "localhost":
        return host
    try:
        if ipaddress.ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise ValueError(f"The local chat listens on this machine only: use 127.0.0.1, not {host}.")


class Gate:
    """The checks of every request.

    Args:
        host: where the chat listens.
        port: likewise.
        token: what the printed address carries; made up where it is left out.
    """

    def __init__(self, host: str, port: int, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(24)
        self.cookie = f"askwell-{port}"
        # Cookies go to every port of a host: another program on this machine may read this value,
        # but not the token, and a page of its origin is refused by the checks below.
        self.session = secrets.token_urlsafe(24)
        names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host}
        self._hosts = {f"{name}:{port}" for name in names}
        shown = f"[{host}]" if ":" in host else host
        self.origin = f"http://{shown}:{port}"
        self.policy = CSP.format(socket=f"ws://{shown}:{port}")

    @property
    def url(self) -> str:
        """The address to open, token and all."""
        return f"{self.origin}/?token={self.token}"

    def host_is_ours(self, headers: Mapping[str, str]) -> bool:
        """Whether the request was meant for this chat and not for a name that was bent to it."""
        return headers.get("Host", "") in self._hosts

    def origin_is_ours(self, headers: Mapping[str, str]) -> bool:
        """Whether the request comes from the chat's own page, or from no page."""
        origin = headers.get("Origin")
        return origin is None or origin in {f"http://{host}" for host in self._hosts}

    def token_is_right(self, token: str | None) -> bool:
        """Whether this is the token of the printed address."""
        return token is not None and secrets.compare_digest(token.encode(), self.token.encode())

    def may_enter(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
        """Whether the request carries the page's cookie or, from a program, the token."""
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.token_is_right(token.strip())
        held = cookies.get(self.cookie, "")
        return secrets.compare_digest(held.encode(), self.session.encode())
