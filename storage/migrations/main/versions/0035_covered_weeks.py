"""Both logs' indexes by week hold all that a digest's figures ask for."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ticket_event_week", table_name="ticket_event")
    op.create_index(
        "ticket_event_week", "ticket_event", ["course_id", "what", "at", "question_id", "detail"]
    )
    op.drop_index("person_event_window", table_name="person_event")
    op.create_index(
        "person_event_window",
        "person_event",
        ["course_id", "window", "what", "person_tag", "id", "detail"],
    )
