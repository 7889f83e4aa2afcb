"""Keeps secrets that travel in paths out of the logs."""

import logging
import re

SECRET_PATH = re.compile(r"((?:/|%2F)invitation(?:/|%2F))[^/\s?\"'%]+", re.IGNORECASE)


class SecretFilter(logging.Filter):
    """Replaces the token in an invitation's path before a line is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the record; its message is cleaned in place."""
        message = record.getMessage()
        cleaned = SECRET_PATH.sub(r"\1…", message)
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True
