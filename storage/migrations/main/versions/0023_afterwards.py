"""What an asker says of a solved question: whether a similar one goes alone now, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alone", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("difference", sa.Text(), nullable=False, server_default=""))
