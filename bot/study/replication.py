"""The report's numbers beside those of the published study."""

from __future__ import annotations

from dataclasses import replace

from bot.study import wording
from bot.study.document import Cell, Column, Section, Table, p
from handlers.instruments.instrument import Published
from handlers.rules.study.analysis import Study
from handlers.rules.study.replication import Arithmetic, Match, arithmetic


def verdict(matches: list[Match]) -> str:
    """How many printed numbers come out, in one sentence."""
    agreeing = sum(match.agrees for match in matches)
    return (
        f"{agreeing} of {len(matches)} numbers of the published study come out at printed "
        "precision."
    )


def failing(matches: list[Match]) -> list[Match]:
    """The printed numbers that do not come out."""
    return [match for match in matches if not match.agrees]


def spoken(study: Study, published: Published, matches: list[Match]) -> list[str]:
    """What the command says of the published numbers; nothing of other people's answers."""
    if _others(study, published):
        return []
    lines = [verdict(matches)]
    if study.reproducing:
        lines.append(f"They come out: {_names([m for m in matches if m.agrees]) or 'none'}.")
    if failing(matches):
        lines.append(f"They do not: {_names(failing(matches))}.")
    if study.reproducing:
        lines.append("Printed numbers that contradict each other, whatever the data:")
        lines += [
            f"  {row.printed.table}, {row.printed.factor.lower()}: {_verdict(row)}."
            for row in arithmetic(published)
            if not row.sound
        ]
    return lines


def _names(matches: list[Match]) -> str:
    return wording.listed([match.stat for match in matches])


def sections(study: Study, published: Published, matches: list[Match]) -> tuple[Section, ...]:
    """How the numbers compare and, when reproducing, what no data can print."""
    others = _others(study, published)
    comparison = Section(
        anchor="replication",
        title="Beside the published study",
        paragraphs=(
            verdict(matches),
            _strangers(study, published) if others else _explained(matches),
            f"Source: {published.citation}",
        ),
        tables=(
            replace(_table("published", "Printed and computed numbers", matches), printed=False),
            *(() if others or not failing(matches) else (_failing(matches),)),
        ),
    )
    return (comparison, _impossible(published)) if study.reproducing else (comparison,)


def _others(study: Study, published: Published) -> bool:
    """Whether these are plainly other people's answers, so that other numbers are no news."""
    return study.n != published.n and not study.reproducing


def _strangers(study: Study, published: Published) -> str:
    return (
        f"These are other people's answers (N = {study.n}, there {published.n}), so other numbers "
        "are to be expected. The file tables/published.csv sets them side by side."
    )


def _explained(matches: list[Match]) -> str:
    side_by_side = "The file tables/published.csv sets all of them side by side."
    if not failing(matches):
        return side_by_side
    return (
        f"These do not: {_names(failing(matches))}. A name is table, statistic and scale. "
        + side_by_side
    )


def _failing(matches: list[Match]) -> Table:
    return _table("published-failing", "Numbers that do not come out", failing(matches))


def _table(name: str, title: str, matches: list[Match]) -> Table:
    return Table(
        name,
        title,
        (Column("Number"), Column("Printed"), Column("Computed", "number"), Column("Comes out")),
        tuple((m.stat, m.printed, m.computed, "yes" if m.agrees else "no") for m in matches),
        ("Computed values are rounded to three decimals here and not before.",),
    )


def _impossible(published: Published) -> Section:
    checked = arithmetic(published)
    sound = sum(row.sound for row in checked)
    return Section(
        anchor="impossible",
        title="Printed numbers that contradict each other",
        paragraphs=(
            (
                "Tables 2 and 3 of the published study print each group's size, mean and SD, and "
                "these fix F, p and the mean of everybody up to rounding. No data are needed to "
                "check them. The mean of everybody is the same however they are grouped. "
                f"{sound} of {len(checked)} rows agree with themselves and with Table 1."
            ),
        ),
        tables=(
            Table(
                "impossible",
                "What the published group tables imply",
                (
                    Column("Row"),
                    Column("Verdict"),
                    Column("F printed"),
                    Column("F possible", "interval"),
                    Column("p printed"),
                    Column("p of F", "p"),
                    Column("Groups' mean", "number"),
                    Column("Mean in Table 1"),
                ),
                tuple(_row(row) for row in checked),
                ("F possible: what the printed means and SDs allow, given their rounding.",),
            ),
        ),
    )


def _row(row: Arithmetic) -> tuple[Cell, ...]:
    printed = row.printed
    return (
        f"{printed.table}, {printed.factor.lower()}",
        _verdict(row),
        printed.f,
        (row.low_f, row.high_f),
        printed.p,
        row.p,
        row.mean,
        row.total,
    )


def _verdict(row: Arithmetic) -> str:
    faults = []
    if row.is_t:
        faults.append("the printed F is a t value, as its p shows")
    elif not row.f_possible:
        faults.append(f"F can be at most {row.high_f:.3f}")
    if not row.p_possible and not row.is_t:
        faults.append(f"the p of this F is {p(row.p)}")
    if not row.mean_possible:
        faults.append(f"the groups average {row.mean:.3f}, not {row.total}")
    return "; ".join(faults) or "agrees"
