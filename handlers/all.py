"""Every feature, in the order in which help lists them."""

from handlers import (
    afterwards,
    answering,
    asking,
    changing,
    continuing,
    course_admin,
    direct,
    follow_ups,
    helping,
    holding,
    ladder,
    linking,
    membership,
    mine,
    news,
    peers,
    pinned,
    posting,
    pulse,
    queue,
    resuming,
    reveal,
    sharing,
    shortcuts,
    silence,
    verdicts,
)
from handlers.digest import feature as digest
from handlers.life import handing_over, in_hand, merging, more, notes, settling, snoozing, watching
from handlers.replies import feature as replies
from handlers.routes import merged
from handlers.safety import contacts, flags, measures
from handlers.staffing import board, bringing, duty
from handlers.staffing import line as staffing_line

_FEATURES = merged(
    asking.routes,
    mine.routes,
    ladder.routes,
    posting.routes,
    changing.routes,
    continuing.routes,
    queue.routes,
    staffing_line.routes,
    duty.routes,
    bringing.routes,
    board.routes,
    watching.routes,
    in_hand.routes,
    more.routes,
    snoozing.routes,
    handing_over.routes,
    merging.routes,
    notes.routes,
    replies.routes,
    settling.routes,
    sharing.routes,
    answering.routes,
    afterwards.routes,
    verdicts.routes,
    follow_ups.routes,
    peers.routes,
    news.routes,
    resuming.routes,
    contacts.routes,
    flags.routes,
    measures.routes,
    reveal.routes,
    holding.routes,
    linking.routes,
    membership.routes,
    pulse.routes,
    course_admin.routes,
    pinned.routes,
    digest.routes,
    shortcuts.routes,
    direct.routes,
    silence.routes,
)
ROUTES = merged(_FEATURES, helping.help_route(_FEATURES))
"""Every route there is."""
