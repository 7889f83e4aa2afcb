"""The demo as an app of its own, so that production never imports it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The cast and a caseload."""

    name = "config.demo"
    label = "demo"
