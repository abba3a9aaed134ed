"""A digest as a web page: one screen, and more below. It needs no script and nothing from outside.

It prints well, and is as light or dark as its reader's screen. The picture is drawn by the browser
from the page's own numbers, and stands as a table too for whoever does not see it.
"""

import base64
import hashlib
from html import escape

from handlers.chat.outgoing import Chart
from handlers.digest.findings import Digest, Shown
from handlers.digest.freezing import thawed
from handlers.words import Words, words

STYLE = """
:root{color-scheme:light dark;--ground:#fbfbfd;--card:#fff;--ink:#1d2230;--soft:#565e70;
--line:#d9dde6;--bar:#2f5d9b;--track:#e6e9ef}
@media (prefers-color-scheme:dark){:root{--ground:#14171e;--card:#1c212b;--ink:#eceff5;
--soft:#aab2c2;--line:#343b49;--bar:#7fb0ee;--track:#2b3240}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}
h1{font-size:1.45rem;line-height:1.25;margin:0 0 1rem}
h2{font-size:1.05rem;margin:0 0 .6rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;
padding:1rem 1.25rem;margin:0 0 1rem}
ul,ol{margin:0;padding:0 0 0 1.15rem}
li{margin:.35rem 0}
.lines{list-style:none;padding:0}
.lines li{display:grid;grid-template-columns:4.6rem 1fr;gap:.5rem}
.class{color:var(--soft);font-size:.8rem;font-weight:600;padding-top:.15rem}
.two{display:grid;gap:1rem;grid-template-columns:1fr 1fr}
.two section{margin:0}
.two{margin:0 0 1rem}
@media (max-width:46rem){.two{grid-template-columns:1fr}}
figure{margin:0}
figcaption{font-weight:600;margin:0 0 .6rem}
svg{width:100%;height:auto;display:block}
svg text{fill:var(--ink);font:13px system-ui,sans-serif}
.track{fill:var(--track)}.bar{fill:var(--bar)}
.notes{color:var(--soft);font-size:.9rem}
summary{cursor:pointer;font-weight:600;padding:.15rem 0}
summary:focus-visible{outline:3px solid var(--bar);outline-offset:3px}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--soft:#333;
--line:#999;--bar:#333;--track:#ddd}
main{max-width:none;padding:0}section{break-inside:avoid;border-width:0 0 1px;border-radius:0}
details::details-content{content-visibility:visible;block-size:auto}summary{list-style:none}}
"""
POLICY = (
    "default-src 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page's own header allows: its one style, and nothing else."""


def page(content: str) -> str:
    """The page of a frozen digest."""
    digest = thawed(content)
    say = words(digest.language)
    front = "".join(_line(line, say) for line in digest.front)
    more = "".join(_line(line, say) for line in digest.more)
    notes = "".join(f"<p>{escape(note)}</p>" for note in digest.notes)
    beside = _actions(digest) + _figure(digest.picture)
    return (
        f'<!doctype html>\n<html lang="{escape(digest.language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        f"<title>{escape(digest.title)}</title><style>{STYLE}</style></head>\n<body><main>"
        f"<h1>{escape(digest.title)}</h1>\n"
        f'<section aria-label="{escape(say("page-front"))}">'
        f'<ul class="lines">{front}</ul></section>'
        f'\n<div class="two">{beside}</div>\n'
        f"<section><details><summary>{escape(say('button-digest-more'))}</summary>"
        f'<ul class="lines">{more}</ul></details></section>\n'
        f'<section class="notes" aria-label="{escape(say("page-notes"))}">'
        f"<p>{escape(say('page-classes'))}</p>{notes}</section>\n"
        "</main></body></html>\n"
    )


def about(line: Shown, say: Words) -> str:
    """What a line is about, in a word: its class, as a reader sees it."""
    return say(f"page-{line.about.name.lower()}")


def _line(line: Shown, say: Words) -> str:
    return (
        f'<li><span class="class">{escape(about(line, say))}</span>'
        f"<span>{escape(line.text)}</span></li>"
    )


def _actions(digest: Digest) -> str:
    if not digest.actions:
        return ""
    say = words(digest.language)
    items = "".join(f"<li>{escape(one.text)}</li>" for one in digest.actions)
    return f"<section><h2>{escape(say('digest-actions'))}</h2><ol>{items}</ol></section>"


def _figure(chart: Chart | None) -> str:
    if chart is None:
        return ""
    step, wide, track = 44, 460, 340
    bars = "".join(
        f'<text x="0" y="{step * n + 14}">{escape(bar.label)}</text>'
        f'<rect class="track" x="0" y="{step * n + 20}" width="{track}" height="14"/>'
        f'<rect class="bar" x="0" y="{step * n + 20}" width="{track * bar.value:.0f}" height="14"/>'
        f'<text x="{track + 10}" y="{step * n + 32}">{escape(bar.shown)}</text>'
        for n, bar in enumerate(chart.bars)
    )
    return (
        f"<section><figure><figcaption>{escape(chart.title)}</figcaption>"
        f'<svg viewBox="0 0 {wide} {step * len(chart.bars)}" role="img" '
        f'aria-label="{escape(chart.alt)}">{bars}</svg></figure></section>'
    )
