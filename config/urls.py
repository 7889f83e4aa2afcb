"""The map of URLs."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("words.js", JavaScriptCatalog.as_view(), name="javascript-catalog"),
    path("", include("mediation.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("mediation.urls")),
    path("", include("documents.urls")),
    path("", include("hearings.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found

if settings.DEMO:
    urlpatterns += [path("demo/", include("config.demo.urls"))]
