"""Decide: plain functions from one event to the things to say."""
