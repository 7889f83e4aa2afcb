"""Who may open which page of an agreement.

A draft shows what each side would concede: nobody who may later judge the case sees it (OMR 18).
"""

from mediation.rules.access import Table, row

READERS = row("- - ++ +- + --- - - -")
MEDIATOR = row("- - -- +- - --- - - -")
PARTIES = row("- - +- -- - --- - - -")
SIGNERS = row("- - +- +- - --- - - -")

TABLE: Table = {
    "documents:agreement": READERS,
    "documents:agreement_panel": READERS,
    "documents:agreement_begin": MEDIATOR,
    "documents:clause_add": MEDIATOR,
    "documents:clause_edit": MEDIATOR,
    "documents:clause_propose": PARTIES,
    "documents:clause_accept": PARTIES,
    "documents:clause_withdraw": PARTIES,
    "documents:clause_restore": PARTIES,
    "documents:clause_remove": MEDIATOR,
    "documents:agreement_facts": MEDIATOR,
    "documents:agreement_freeze": MEDIATOR,
    "documents:agreement_reopen": MEDIATOR,
    "documents:agreement_pdf": READERS,
    "documents:sign": SIGNERS,
    "documents:sign_do": SIGNERS,
    "documents:sign_code": SIGNERS,
    "documents:sign_check": SIGNERS,
    "documents:sign_pages": SIGNERS,
    "documents:sign_refuse": SIGNERS,
}
