"""The composition root as an app: commands and wiring."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Connects the apps once they are all loaded."""

    name = "config"

    def ready(self) -> None:
        """Subscribe the reactions and name the resources of the gate."""
        from config import wiring

        wiring.connect()
