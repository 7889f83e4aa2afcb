"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, organisations and who is what where."""

    name = "mediation.people"
    label = "people"
