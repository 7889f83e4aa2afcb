"""URLs of this app."""

from django.urls import path

from documents import agreement_urls
from documents.views import bundles, evidence, exports, verification

app_name = "documents"
urlpatterns = [
    path("cases/<uuid:case_id>/evidence/", evidence.listing, name="evidence"),
    path("cases/<uuid:case_id>/evidence/add/", evidence.add, name="evidence_add"),
    path("cases/<uuid:case_id>/bundle/", bundles.bundle, name="bundle"),
    path("evidence/<uuid:evidence_id>/remove/", evidence.remove, name="evidence_remove"),
    path("evidence/<uuid:evidence_id>/view/", evidence.view, name="evidence_view"),
    path("evidence/<uuid:evidence_id>/thumbnail/", evidence.thumbnail, name="evidence_thumbnail"),
    path("evidence/<uuid:evidence_id>/original/", evidence.original, name="evidence_original"),
    path("clerk/exports/", exports.exports, name="exports"),
    path("clerk/exports/<uuid:export>/", exports.progress, name="export"),
    path("clerk/exports/<uuid:export>/file/", exports.download, name="export_file"),
    path("verify/", verification.verify, name="verify"),
    path("verify/certificate/<slug:slug>.pem", verification.root, name="verify_root"),
    path("verify/<str:code>/", verification.verify, name="verify_code"),
    *agreement_urls.urlpatterns,
]
