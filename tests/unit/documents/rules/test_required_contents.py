"""A missing item blocks the freeze and names its article."""

import pytest

from documents.rules.required_contents import (
    REQUIRED,
    Document,
    Item,
    Required,
    missing_items,
    paper_article,
    refuse_missing,
    refuse_paper_only,
)
from mediation.rules.core import RuleViolation


def test_nothing_missing() -> None:
    for document in Document:
        assert missing_items(document, list(Item)) == ()
        refuse_missing(document, list(Item))


@pytest.mark.parametrize("required", REQUIRED)
def test_each_row_blocks_by_itself(required: Required) -> None:
    present = [item for item in Item if item is not required.item]
    with pytest.raises(RuleViolation) as refusal:
        refuse_missing(required.document, present)
    assert refusal.value.code == f"agreement.missing_{required.item}"
    assert refusal.value.params == {"article": required.article}


def test_family_matters_go_to_paper() -> None:
    with pytest.raises(RuleViolation) as refusal:
        refuse_paper_only("family")
    assert refusal.value.code == "agreement.paper_route"
    assert refusal.value.params == {"article": "ESL 3(1)"}
    assert paper_article("rent") == ""
    refuse_paper_only("rent")
