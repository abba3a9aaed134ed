"""The weekly pulse; notices that say which text of their kind, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pulse_term",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("enrolment", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("thin", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("pulse_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pulse_term_course_id"), ["course_id"], unique=False)
    op.create_table(
        "pulse_member",
        sa.Column("term_id", sa.String(), nullable=False),
        sa.Column("person_tag", sa.String(), nullable=False),
        sa.Column("person_seal", sa.String(), nullable=False),
        sa.Column("consent", sa.Integer(), nullable=False),
        sa.Column("direct", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("paused_until", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term_id", "person_tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulse_slot",
        sa.Column("term_id", sa.String(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("person_tag", sa.String(), nullable=False),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("term_id", "week", "person_tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulse_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("term_id", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("person_tag", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("consent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("pulse_answer", schema=None) as batch_op:
        batch_op.create_index("pulse_answer_window", ["term_id", "window", "scale"], unique=False)
        batch_op.create_index("pulse_answer_person", ["term_id", "person_tag"], unique=False)
    op.create_table(
        "pulse_bank",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("course_id"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("args", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("until", sa.BigInteger(), nullable=True))
