"""Slack, over Socket Mode or over HTTP."""
