"""Surveys as data: the questionnaires, the demographic questions, the pulse items."""
