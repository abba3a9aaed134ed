"""Courses that were made before there was a digest get one on their next Monday."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.get_bind().execute(
        sa.text(
            "INSERT INTO job (id, course_id, name, args, due, leased_until) "
            "SELECT 'digest-' || id, id, 'digest', '', :now, 0 FROM course"
        ),
        {"now": round(time.time() * 1_000_000)},
    )
