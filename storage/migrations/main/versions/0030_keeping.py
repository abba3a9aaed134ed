"""How long a course keeps things, at most as long as everybody; whether students may be minors."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_DAYS = {"link": "14", "words": "140", "pulse": "30", "digests": "730"}


def upgrade() -> None:
    with op.batch_alter_table("course", schema=None) as batch_op:
        for what, days in _DAYS.items():
            batch_op.add_column(
                sa.Column(f"keep_{what}", sa.Integer(), nullable=False, server_default=days)
            )
        batch_op.add_column(
            sa.Column("minors", sa.Boolean(), nullable=False, server_default=sa.false())
        )
