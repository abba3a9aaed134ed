"""Two accounts of one person, linked by a code."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moved",
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("old"),
    )
    with op.batch_alter_table("moved", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moved_person"), ["person"], unique=False)
    op.create_table(
        "code",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("box", sa.String(), nullable=False),
        sa.Column("until", storage.columns.Moment(), nullable=False),
        sa.Column("taken", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_person"), ["person"], unique=False)
    op.create_table(
        "wrong_code",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("account", "at"),
    )
