"""A question may go on with whoever answered an earlier one, if its asker chooses so."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "continuation",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("earlier_id", sa.String(), nullable=False),
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("question_id"),
    )
    with op.batch_alter_table("continuation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_continuation_earlier_id"), ["earlier_id"], unique=False
        )
