"""Drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("person_tag", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("args", sa.String(), nullable=False),
        sa.Column("box", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_person_tag"), ["person_tag"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_until"), ["until"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_until"))
        batch_op.drop_index(batch_op.f("ix_draft_question_id"))
        batch_op.drop_index(batch_op.f("ix_draft_person_tag"))
    op.drop_table("draft")
