"""Frozen digests, links that open once, and indexes by week for both logs and questions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("composed_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", "week"),
    )
    op.create_table(
        "told",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_told_course_id", "told", ["course_id"])
    op.create_table(
        "once_link",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("owner_tag", sa.String(), nullable=True),
        sa.Column("owner_seal", sa.String(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.drop_index("ix_ticket_event_course_id", table_name="ticket_event")
    op.create_index("ticket_event_week", "ticket_event", ["course_id", "at"])
    op.drop_index("ix_person_event_window", table_name="person_event")
    op.create_index("person_event_window", "person_event", ["course_id", "window"])
    op.drop_index("ix_unsettled_event_window", table_name="unsettled_event")
    op.create_index("unsettled_event_window", "unsettled_event", ["window", "course_id"])
    op.create_index("question_week", "question", ["course_id", "asked_at"])
