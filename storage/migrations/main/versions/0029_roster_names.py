"""Names of a roster, as keyed hashes: what is about to be posted is warned of them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_name",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("member_tag", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", "member_tag", "name_key"),
    )
    with op.batch_alter_table("roster_name", schema=None) as batch_op:
        batch_op.create_index("roster_name_known", ["course_id", "name_key"], unique=False)
    with op.batch_alter_table("roster_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("names", sa.Text(), nullable=False, server_default=""))
