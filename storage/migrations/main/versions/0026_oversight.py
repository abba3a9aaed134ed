"""Finding who asked where a life is in danger, legal holds, and a log that nobody changes.

The triggers stand in the way of every statement that would change an entry of the log, or delete
one before its time. Until when that is comes from the fact that the sweep sets, since the
installation's time may be moved. On PostgreSQL their function would outlive tables that somebody
drops, so it is made or replaced.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_SWEPT = "SELECT CAST(value AS BIGINT) FROM setting WHERE name = 'oversight-swept'"
_EARLY = f"OLD.keep_until > coalesce(({_SWEPT}), 0)"
_SQLITE = f"""
CREATE TRIGGER oversight_stays BEFORE UPDATE ON oversight_entry
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END
---
CREATE TRIGGER oversight_kept BEFORE DELETE ON oversight_entry WHEN {_EARLY}
BEGIN SELECT RAISE(ABORT, 'the log is kept five years'); END
"""
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION oversight_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    IF {_EARLY} THEN RAISE EXCEPTION 'the log is kept five years'; END IF;
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log is only added to';
END $$
---
CREATE TRIGGER oversight_stays BEFORE UPDATE OR DELETE ON oversight_entry
FOR EACH ROW EXECUTE FUNCTION oversight_refuses()
---
CREATE TRIGGER oversight_whole BEFORE TRUNCATE ON oversight_entry
FOR EACH STATEMENT EXECUTE FUNCTION oversight_refuses()
"""


def upgrade() -> None:
    op.create_table(
        "reveal_rule",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("course_id"),
    )
    op.create_table(
        "confirmer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("member_tag", sa.String(), nullable=False),
        sa.Column("member_seal", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("confirmer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confirmer_course_id"), ["course_id"], unique=False)
        batch_op.create_index("confirmer_once", ["course_id", "member_tag"], unique=True)
    op.create_table(
        "reveal_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("requester_tag", sa.String(), nullable=True),
        sa.Column("requester_seal", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("deputies", sa.Boolean(), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=True),
        sa.Column("author_told", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("reveal_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reveal_request_course_id"), ["course_id"], unique=False
        )
        batch_op.create_index(
            "reveal_one_open",
            ["question_id", "requester_tag"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
    op.create_table(
        "confirmation",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("confirmer_tag", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("danger", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", "confirmer_tag"),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_confirmation_question_id"), ["question_id"], unique=False
        )
    op.create_table(
        "oversight_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("keep_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("oversight_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_oversight_entry_keep_until"), ["keep_until"], unique=False
        )
        batch_op.create_index("oversight_course", ["course_id", "at"], unique=False)
    op.create_table(
        "legal_hold",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("course_id"),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("revealable", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # Last: a table's triggers would not survive its being made anew.
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (_SQLITE if sqlite else _POSTGRESQL).split("---"):
        op.execute(statement)
