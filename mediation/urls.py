"""URLs of the dispute."""

from django.urls import path

from mediation.views import acts, cases, clerk, consents, desk, intake, invitations

CASE = "cases/<uuid:case_id>/"

app_name = "mediation"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("cases/new/", intake.new, name="case_new"),
    path(f"{CASE}intake/<slug:step>/", intake.step, name="intake"),
    path(f"{CASE}draft/", intake.draft, name="draft_save"),
    path(f"{CASE}discard/", intake.discard, name="draft_discard"),
    path(CASE, cases.case, name="case"),
    path(f"{CASE}accept/", acts.accept, name="case_accept"),
    path(f"{CASE}return/", acts.give_back, name="case_return"),
    path(f"{CASE}consent/", acts.consent, name="case_consent"),
    path(f"{CASE}refuse/", acts.refuse, name="case_refuse"),
    path(f"{CASE}withdraw/", acts.withdraw, name="case_withdraw"),
    path(f"{CASE}assign/", acts.assign, name="case_assign"),
    path(f"{CASE}take/", acts.take, name="case_take"),
    path(f"{CASE}decline/", acts.decline, name="case_decline"),
    path(f"{CASE}fail/", acts.fail, name="case_fail"),
    path(f"{CASE}divert/", acts.divert, name="case_divert"),
    path(f"{CASE}consents/", consents.consents, name="consents"),
    path(f"{CASE}consents/export/", consents.export, name="consents_export"),
    path(f"{CASE}invite/", invitations.resend, name="invitation_resend"),
    path(f"{CASE}invite/link/", invitations.link, name="invitation_link"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("clerk/", clerk.clerk, name="clerk"),
    path("clerk/cases/<uuid:case_id>/", clerk.panel, name="clerk_panel"),
]
