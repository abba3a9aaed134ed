"""Helpers, what they are offered, and private thanks."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "helper_seat",
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("member_tag", sa.String(), nullable=False),
        sa.Column("member_seal", sa.String(), nullable=False),
        sa.Column("topics", sa.String(), nullable=False),
        sa.Column("weekly", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.String(), nullable=False),
        sa.Column("quiet_to", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("coached", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("seat"),
    )
    with op.batch_alter_table("helper_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_helper_seat_course_id"), ["course_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("question_id", "mark"),
    )
    op.create_table(
        "turn",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("question_id"),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thanks", sa.Boolean(), nullable=True))
