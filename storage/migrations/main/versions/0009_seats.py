"""Seats at the desk, what routing and the expected wait need of a ticket, the board."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seat",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("member_tag", sa.String(), nullable=False),
        sa.Column("member_seal", sa.String(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("weekly", sa.Text(), nullable=False),
        sa.Column("other_days", sa.Text(), nullable=False),
        sa.Column("pressed_on", sa.Boolean(), nullable=False),
        sa.Column("pressed_since", sa.BigInteger(), nullable=True),
        sa.Column("pressed_until", sa.BigInteger(), nullable=True),
        sa.Column("limit_minutes", sa.Integer(), nullable=True),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("seat_of", "seat", ["course_id", "member_tag"], unique=True)
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("board", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(sa.Column("posted_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("ahead", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("first_reply_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("waited_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seat", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("brought_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("why", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("passed", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("holder_seat", sa.String(), nullable=False, server_default="")
        )
        for name, column, where in (
            ("ticket_brought", "seat", "state = 'waiting' AND seat <> ''"),
            ("ticket_on_desks", "holder_seat", "state = 'claimed'"),
            ("ticket_replied", "first_reply_at", "waited_minutes IS NOT NULL"),
        ):
            batch_op.create_index(
                name,
                ["course_id", column],
                unique=False,
                sqlite_where=sa.text(where),
                postgresql_where=sa.text(where),
            )
    # Until now a ticket's place was the time at which it was posted.
    op.execute("UPDATE ticket SET posted_at = due")
