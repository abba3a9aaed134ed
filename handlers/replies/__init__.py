"""Replies that a course keeps: filled in for each question, edited before they are sent."""
