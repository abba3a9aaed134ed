"""Attachments on their way through: a clean copy without metadata, or a refusal with the reason.

A student's name travels in places nobody looks at: the position in a photograph, the author of a
document, the home directory in an error message. `clean` rebuilds a file from what can be seen in
it and leaves everything else behind; what it cannot rebuild, it refuses. It takes bytes and gives
bytes: no network, no clock, no disk.

What stays: everything a reader sees. Nobody can clean that, so a name written *in* a picture, a
page or a program is for the preview's warning, not for this package.
"""

from bot.files.cleaning import clean
from bot.files.verdicts import LIMIT_BYTES, LIMIT_FILES, Clean, Reason, Refused

__all__ = ["LIMIT_BYTES", "LIMIT_FILES", "Clean", "Reason", "Refused", "clean"]
