"""Words for what agreements, clauses and signing refuse."""

from django.utils.translation import gettext_lazy as _

from mediation.errors import ErrorText

CLAUSE: dict[str, ErrorText] = {
    "clause.debtor_missing": ErrorText(_("Choose who has to do it.")),
    "clause.creditor_missing": ErrorText(_("Choose for whom.")),
    "clause.all_needs_all": ErrorText(
        _("When all parties promise something, they promise it to each other.")
    ),
    "clause.same_person": ErrorText(_("Choose two different people.")),
    "clause.what_missing": ErrorText(_("Say what is to be done or paid for.")),
    "clause.too_long": ErrorText(_("This is too long. Please shorten it.")),
    "clause.amount_missing": ErrorText(_("Say how much, in yuan.")),
    "clause.amount_out_of_range": ErrorText(
        _("The amount must be more than 0 and less than 1,000,000,000,000 yuan.")
    ),
    "clause.amount_too_fine": ErrorText(_("An amount has at most two decimals.")),
    "clause.amount_not_a_number": ErrorText(_("Write the amount in figures, such as 6800.00.")),
    "clause.payer_must_be_one": ErrorText(_("A payment needs one person who pays.")),
    "clause.due_missing": ErrorText(_("Say by when: a day, or a condition in words.")),
    "clause.due_past": ErrorText(_("This day has passed. Choose a later one.")),
    "clause.due_twice": ErrorText(_("Give either a day or a condition, not both.")),
    "clause.due_not_a_date": ErrorText(_("This is not a day of the calendar.")),
    "clause.kind_missing": ErrorText(_("Choose what kind of promise it is.")),
}

AGREEMENT: dict[str, ErrorText] = {
    "agreement.party_missing": ErrorText(
        _("Both sides must have joined the case before an agreement can be drafted.")
    ),
    "agreement.paper_route": ErrorText(
        _(
            "Family status, adoption and inheritance cannot be settled by electronic signature "
            "(%(article)s). Print the draft, and have it signed on paper at the organisation."
        )
    ),
    "agreement.missing_parties": ErrorText(
        _("The names of both sides are missing. The agreement must state them (%(article)s).")
    ),
    "agreement.missing_facts": ErrorText(
        _("The main facts and issues are missing. The agreement must state them (%(article)s).")
    ),
    "agreement.missing_clauses": ErrorText(
        _("What was agreed is missing. The agreement must state it (%(article)s).")
    ),
    "agreement.missing_deadlines": ErrorText(
        _("By when it is to be done is missing. The agreement must state it (%(article)s).")
    ),
    "agreement.missing_mediator": ErrorText(
        _("The mediator's name is missing. The agreement must state it (%(article)s).")
    ),
    "agreement.missing_organisation": ErrorText(
        _("The organisation's name is missing. The agreement must state it (%(article)s).")
    ),
    "agreement.missing_glyph": ErrorText(
        _("The character %(char)s (%(point)s) cannot be printed. Please write it another way.")
    ),
    "agreement.clause_not_valid": ErrorText(
        _("Clause %(number)s no longer holds, for instance because its day has passed.")
    ),
}

CEREMONY: dict[str, ErrorText] = {
    "ceremony.two_parties": ErrorText(_("An agreement needs two parties and a mediator.")),
    "ceremony.one_place_each": ErrorText(_("Nobody can sign in two places.")),
    "ceremony.not_a_draft": ErrorText(_("The text is final and cannot be changed any more.")),
    "ceremony.mediator_only": ErrorText(_("Only the mediator of this agreement can do this.")),
    "ceremony.parties_only": ErrorText(_("Only the parties can do this.")),
    "ceremony.no_such_clause": ErrorText(_("This clause is no longer in the draft.")),
    "ceremony.clause_changed_meanwhile": ErrorText(
        _("Somebody changed this clause a moment ago. Look at the new words, then decide again."),
        retry=True,
    ),
    "ceremony.facts_changed_meanwhile": ErrorText(
        _("Somebody changed these words a moment ago. Look at them, then save again."),
        retry=True,
    ),
    "ceremony.no_clauses": ErrorText(_("There is no clause yet.")),
    "ceremony.not_all_accepted": ErrorText(
        _("Every clause must be accepted by each party before the text becomes final.")
    ),
    "ceremony.voided": ErrorText(_("This agreement was cancelled and cannot be signed.")),
    "ceremony.not_frozen": ErrorText(_("This agreement is not open for signing.")),
    "ceremony.not_a_signer": ErrorText(_("You are not one of those who sign this agreement.")),
    "ceremony.out_of_turn": ErrorText(
        _("It is not your turn yet. The parties sign first, then the mediator.")
    ),
    "ceremony.other_document": ErrorText(
        _("This is not the text that is being signed. Load the page again."), retry=True
    ),
    "ceremony.expired": ErrorText(_("The time for signing has run out.")),
    "ceremony.not_yet_expired": ErrorText(_("The time for signing has not run out yet.")),
    "ceremony.already_signed": ErrorText(_("You have signed already.")),
    "ceremony.in_force": ErrorText(
        _("Everybody has signed. The agreement is in force and cannot be taken back here.")
    ),
    "ceremony.not_open": ErrorText(_("There is no open agreement.")),
    "ceremony.seal_is_automatic": ErrorText(_("The seal is set by the system.")),
    "ceremony.signatures_missing": ErrorText(_("Not everybody has signed yet.")),
    "ceremony.no_such_slot": ErrorText(_("This document has no place for your signature.")),
}

SIGNING: dict[str, ErrorText] = {
    "signing.code_mail_down": ErrorText(
        _("The mail with the code could not be sent. Please try again."), retry=True
    ),
    "signing.code_too_soon": ErrorText(
        _("A code was sent a moment ago. You can ask for another one in %(seconds)s seconds."),
        retry=True,
    ),
    "signing.code_wrong": ErrorText(_("This code is not right. Please look again."), retry=True),
    "signing.code_expired": ErrorText(_("This code is too old. Ask for a new one."), retry=True),
    "signing.code_spent": ErrorText(
        _("This code was tried too often. Ask for a new one."), retry=True
    ),
    "signing.code_not_sent": ErrorText(_("Ask for a code first."), retry=True),
    "signing.no_such_page": ErrorText(_("The agreement has no such page.")),
    "signing.pages_unread": ErrorText(
        _("Please read every page first. Page %(page)s is still waiting."), retry=True
    ),
    "signing.identity_missing": ErrorText(
        _("Please confirm first, with a code, that it is you."), retry=True
    ),
    "signing.name_differs": ErrorText(
        _("Type your name just as it stands in the agreement: %(name)s."), retry=True
    ),
    "signing.nothing_drawn": ErrorText(
        _("Please draw your signature, or type your name."), retry=True
    ),
    "signing.drawing_unusable": ErrorText(
        _("This drawing cannot be used. Please clear it and draw again."), retry=True
    ),
    "signing.reason_missing": ErrorText(
        _("Please say why, in at most %(limit)s characters."), retry=True
    ),
    "signing.timestamp_refused": ErrorText(
        _("The time could not be certified just now. Nothing was signed. Please try again."),
        retry=True,
    ),
}

ERRORS: dict[str, ErrorText] = {**CLAUSE, **AGREEMENT, **CEREMONY, **SIGNING}
