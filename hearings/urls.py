"""URLs of this app."""

from django.urls import path

from hearings.views import bookings, room

app_name = "hearings"
urlpatterns = [
    path("cases/<uuid:case_id>/sittings/", bookings.listing, name="sittings"),
    path("cases/<uuid:case_id>/sittings/book/", bookings.book, name="book"),
    path("sittings/<uuid:sitting_id>/", room.sitting, name="sitting"),
    path("sittings/<uuid:sitting_id>/ticket/", room.ticket, name="ticket"),
    path("sittings/<uuid:sitting_id>/move/", bookings.move, name="move"),
    path("sittings/<uuid:sitting_id>/cancel/", bookings.cancel, name="cancel"),
    path("sittings/<uuid:sitting_id>/invite.ics", bookings.invite, name="invite"),
]
