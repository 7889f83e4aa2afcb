"""URLs of signing in; they stand before allauth's and carry its names."""

from django.urls import path

from mediation.people import views

urlpatterns = [
    path("language/", views.language_set, name="set_language"),
    path("accounts/login/", views.RequestCodeView.as_view(), name="account_login"),
    path(
        "accounts/login/code/", views.RequestCodeView.as_view(), name="account_request_login_code"
    ),
    path(
        "accounts/login/code/confirm/",
        views.ConfirmCodeView.as_view(),
        name="account_confirm_login_code",
    ),
]
