"""The composition root as an app: commands and wiring."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Connects the apps once they are all loaded."""

    name = "config"

    def ready(self) -> None:
        """Subscribe the reactions, and have a site's settings checked."""
        from config import checks, wiring  # noqa: F401  importing the checks registers them

        wiring.connect()
