"""Instructors who are named can be told privately of what waits too long."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("staff", "roster_line"):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.add_column(sa.Column("member_seal", sa.String(), nullable=True))
