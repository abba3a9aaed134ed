"""By what name a platform knows a card, to recognise its thread."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.add_column(sa.Column("message", sa.String(), nullable=False, server_default=""))
        batch_op.create_index("card_message", ["platform", "message"], unique=False)
    # Before, a reference was its first word alone, on Discord and in the local chat.
    op.execute("UPDATE card SET message = ref WHERE platform <> 'slack'")
