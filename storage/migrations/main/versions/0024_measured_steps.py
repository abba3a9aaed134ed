"""A course may measure how often hints are clicked through; it does not unless its staff say so."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("measures_steps", sa.Boolean(), nullable=False, server_default=sa.false())
        )
