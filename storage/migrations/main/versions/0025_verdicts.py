"""What staff say of a classmate's answer, and that they closed a question."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("correction", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("corrected_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("wrong_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("author_news", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("settled_news", sa.Boolean(), nullable=False, server_default=sa.false())
        )
