"""Lines in words. A figure about people has few forms, and each has its words."""

from datetime import date, timedelta

from handlers.chat.outgoing import ALT, LABEL, Bar, Chart
from handlers.digest.counting import Topic, coarse
from handlers.digest.findings import Finding, OfPeople, Shown, values_of
from handlers.rules.release import Released, Shape
from handlers.times import day_text
from handlers.words import Words

TOPICS = 6
"""Bars of the picture."""
LISTED = frozenset({"solved", "depth"})
"""Lines that list what there was; nothing is said of what there was none of."""


def figure(one: Released, say: Words) -> str:
    """A released figure in words: nothing else about people is ever put into a sentence."""
    if not one.shown:
        return say("released-withheld")
    if one.shape is Shape.BAND:
        return one.code.replace("-", "–")
    return say(f"released-{one.shape}", code=one.code)


def sentence(finding: Finding, say: Words) -> Shown:
    """A line as it is published."""
    values = values_of(finding)
    if isinstance(finding, OfPeople):
        return Shown(finding.key, finding.about, _about_people(finding, say), values)
    key = f"digest-{finding.key}-{finding.kind}" if finding.kind else f"digest-{finding.key}"
    given = {name: value for name, value in finding.values.items() if not isinstance(value, float)}
    if finding.key in LISTED:
        each = (say(f"{key}-{name}", count=count) for name, count in given.items() if count)
        given = {"places": ", ".join(each)}
    return Shown(finding.key, finding.about, say(key, **given), values)


def _about_people(finding: OfPeople, say: Words) -> str:
    if not finding.shown:
        return say("digest-withheld", what=say(f"digest-{finding.key}-name"))
    said = {name: figure(value, say) for name, value in finding.values.items()}
    if finding.sections:
        each = (
            say("digest-section", section=name, figure=said.get(key, ""))
            for key, name in finding.sections.items()
        )
        said = {"sections": "; ".join(one.strip() for one in each)}
    kind = f"-{finding.kind}" if finding.kind else ""
    return say(f"digest-{finding.key}{kind}", **said)


def title(course: str, monday: date, say: Words) -> str:
    """The week in words."""
    last = monday + timedelta(days=6)
    week = monday.isocalendar().week
    return say(
        "digest-title", course=course, week=week, first=day_text(monday), last=day_text(last)
    )


def picture(topics: tuple[Topic, ...], say: Words) -> Chart | None:
    """How much of each topic needed much help, with what the picture shows in words."""
    if not topics or not topics[0].share.part:
        return None
    bars = tuple(
        Bar(
            topic.name if len(topic.name) <= LABEL else f"{topic.name[: LABEL - 1]}…",
            coarse(topic.share)["share"] / 100,
            say("digest-bar", share=coarse(topic.share)["share"]),
        )
        for topic in topics[:TOPICS]
    )
    first = coarse(topics[0].share)
    alt = say(
        "digest-picture-alt", topic=topics[0].name, whole=first["whole"], share=first["share"]
    )
    rest = [f"{bar.label} {bar.shown}" for bar in bars[1:]]
    if rest:
        alt = f"{alt} {say('digest-picture-rest', topics=', '.join(rest))}"
    return Chart(say("digest-picture"), alt[:ALT], bars)
