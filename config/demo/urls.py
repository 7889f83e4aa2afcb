"""URLs of the demo."""

from django.urls import path

from config.demo import views

urlpatterns = [path("sign-in/<slug:key>/", views.sign_in, name="demo_sign_in")]
