"""Pages and sockets in one ASGI application."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
http = get_asgi_application()

from config.bodies import bound_bodies  # noqa: E402  needs the apps to be loaded
from hearings.routing import websocket_urlpatterns  # noqa: E402  needs the apps to be loaded

bound_bodies()
application = ProtocolTypeRouter(
    {"http": http, "websocket": AuthMiddlewareStack(URLRouter(websocket_urlpatterns))}
)
