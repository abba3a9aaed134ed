"""Direct messages: a closed catalogue of texts with constant buttons, never content."""

from handlers.chat.outgoing import Button, Line, Message, NoticeKind, Style
from handlers.words import words

_BUTTONS = {
    NoticeKind.NEWS: (("button-read-it", "news"),),
    NoticeKind.CARE: (("button-care", "care"),),
    NoticeKind.DIRECT: (("button-follow-up-notice", "my"), ("button-new-question", "ask")),
}


def notice(kind: NoticeKind, language: str) -> Message:
    """The message of a kind of notice: the same bytes whoever gets it, whatever it is about."""
    say = words(language)
    buttons = tuple(
        Button(say(label), name, style=Style.PRIMARY if at == 0 else Style.PLAIN)
        for at, (label, name) in enumerate(_BUTTONS[kind])
    )
    return Message((Line(say(f"notice-{kind}")),), buttons)
