"""Where sockets lead."""

from django.urls import path

from hearings.consumers import RoomConsumer

websocket_urlpatterns = [path("ws/sittings/<uuid:sitting_id>/", RoomConsumer.as_asgi())]
