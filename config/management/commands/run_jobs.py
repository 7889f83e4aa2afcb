"""The jobs of a site, as a process of its own."""

from django_tasks_db.management.commands.db_worker import Command

__all__ = ["Command"]
