"""Members' sections, shown on a question only where its asker adds them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("member_tag", sa.String(), nullable=False),
        sa.Column("section_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("course_id", "member_tag"),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("section", sa.String(), nullable=False, server_default=""))
