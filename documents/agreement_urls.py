"""URLs of agreements and signing."""

from django.urls import path

from documents.views import agreements, signing

_CASE = "cases/<uuid:case_id>/agreement/"
_ONE = "agreements/<uuid:agreement_id>/"
_CLAUSE = f"{_ONE}clauses/<uuid:clause>/"

urlpatterns = [
    path(_CASE, agreements.page, name="agreement"),
    path(f"{_CASE}panel/", agreements.panel, name="agreement_panel"),
    path(f"{_CASE}begin/", agreements.begin, name="agreement_begin"),
    path(f"{_ONE}clauses/add/", agreements.clause_new, name="clause_add"),
    path(f"{_CLAUSE}edit/", agreements.clause_edit, name="clause_edit"),
    path(f"{_CLAUSE}propose/", agreements.clause_other_words, name="clause_propose"),
    path(f"{_CLAUSE}accept/", agreements.clause_act, {"act": "accept"}, name="clause_accept"),
    path(f"{_CLAUSE}withdraw/", agreements.clause_act, {"act": "withdraw"}, name="clause_withdraw"),
    path(f"{_CLAUSE}restore/", agreements.clause_act, {"act": "restore"}, name="clause_restore"),
    path(f"{_CLAUSE}remove/", agreements.clause_act, {"act": "remove"}, name="clause_remove"),
    path(f"{_ONE}facts/", agreements.facts, name="agreement_facts"),
    path(f"{_ONE}freeze/", agreements.freeze, name="agreement_freeze"),
    path(f"{_ONE}reopen/", agreements.reopen, name="agreement_reopen"),
    path(f"{_ONE}pdf/", signing.pdf, name="agreement_pdf"),
    path(f"{_ONE}sign/", signing.page, name="sign"),
    path(f"{_ONE}sign/do/", signing.sign, name="sign_do"),
    path(f"{_ONE}sign/code/", signing.code_send, name="sign_code"),
    path(f"{_ONE}sign/check/", signing.code_check, name="sign_check"),
    path(f"{_ONE}sign/pages/", signing.pages_seen, name="sign_pages"),
    path(f"{_ONE}sign/refuse/", signing.refuse, name="sign_refuse"),
]
