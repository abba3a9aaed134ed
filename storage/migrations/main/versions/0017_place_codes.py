"""Codes that bring a course to rooms of another platform."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_code",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("until", storage.columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("place_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_code_course_id"), ["course_id"], unique=False)
