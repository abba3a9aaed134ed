"""Everything that is stored of one person, for that person, as one file."""

import io
import json
import zipfile
from datetime import datetime

from bot.owner import Owner
from storage.erasure import export, own_questions
from storage.store import Work

_README = """This is everything that Askwell stores about you.

stored.json   your accounts, and what is kept in each table: questions and what you were told,
              answers and lines you wrote, answers to weekly questions, and the rest.
files/        the files you added to questions, as they were cleaned.

What is not here is not stored: no score, no level, no count of you. Where a table has columns that
hold keys in place of a name, they are left out, since they mean nothing outside it.
"""
_SEALED = "Not opened yet. Open it in /my when you like."


def archive(work: Work, owner: Owner, at: datetime) -> bytes:
    """The file.

    Args:
        work: an open transaction.
        owner: whose it is.
        at: written into it as its time.

    Returns:
        A ZIP archive.
    """
    tag = owner.person.tag
    tables, own = export(work.connection, tag), own_questions(work.connection, tag)
    sealed = set()
    for row in tables.get("answer", ()):
        if row["question_id"] in own and row["opened_at"] is None:
            sealed.add(row["question_id"])
            row["text"] = _SEALED
    for row in tables.get("entry", ()):  # by which others find it
        if row["question_id"] in sealed:
            row["body"] = _SEALED
    stored = {
        "made": at.isoformat(),
        "accounts": [
            {"platform": one.platform, "workspace": one.workspace, "user": one.user}
            for one in owner.accounts
        ],
        "tables": tables,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", _README)
        text = json.dumps(stored, default=str, ensure_ascii=False, indent=1)
        packed.writestr("stored.json", text)
        for question_id in own:
            for number, named in enumerate(work.attachments.of(question_id), 1):
                file = work.attachments.find(named.id)
                if file is not None:
                    # Two questions may have files of the same name.
                    name = f"files/{question_id[:6]}-{number}-{file.name}"
                    packed.writestr(name, file.content)
    return content.getvalue()
