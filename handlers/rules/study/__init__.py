"""The statistics of a questionnaire study: arrays in, numbers out."""
