"""URLs of the dispute."""

from django.urls import path

from mediation import views

app_name = "mediation"
urlpatterns = [path("desk/", views.desk, name="desk")]
