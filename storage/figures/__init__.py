"""What happened in a week, counted by the database: no record is made, nothing is looped over.

The two logs stay apart: :mod:`.tickets` reads the one about tickets and the questions, and
:mod:`.people` the one about people, and there is nothing by which one could be joined to the other.
"""
