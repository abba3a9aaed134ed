"""A ticket knows the newest message that told of it, so that its button does not outlive it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(sa.Column("anew", sa.String(), nullable=False, server_default=""))
