"""Slack and Discord as far as a measurement needs them, and the least bot that could answer."""
