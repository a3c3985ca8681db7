"""What each action changes, who may call it, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Role
from content import actions
from content.errors import EditConflict, NotApprovable
from content.generation import generating
from content.models import Event, Generation, Listing, Product, Substantiation, TrainingExample
from domain import forms
from domain.judgement import Severity
from engines.scripted import ScriptedEngine
from tests.factories import S24, S24_TEXT, make_listing, make_user

INVENTED = replace(S24_TEXT, title=S24_TEXT.title.replace("200MP", "120 MP"))

ACTIONS: dict[str, Callable[[User, Listing], object]] = {
    "create": lambda user, _listing: actions.create_listing(user, S24),
    "facts": lambda user, listing: actions.change_facts(user, listing, replace(S24, brand="S")),
    "draft": lambda user, listing: actions.request_draft(user, listing),
    "edit": lambda user, listing: actions.edit_listing(user, listing, INVENTED, seen=1),
    "restore": lambda user, listing: actions.restore_revision(user, listing, 1, seen=1),
    "approve": lambda user, listing: actions.approve_listing(user, listing, seen=1),
    "reopen": lambda user, listing: actions.reopen_listing(user, approved(listing)),
    "substantiate": lambda user, listing: actions.substantiate(
        user, listing, claim_key(unsupported(listing)), EVIDENCE
    ),
    "withdraw": lambda user, listing: actions.withdraw_substantiation(
        user, listing, vouched(listing)
    ),
    "cancel": lambda user, listing: actions.cancel_draft(user, waiting(listing)),
    "collect": lambda user, _listing: actions.set_collecting(user, True),
}

EVIDENCE = "Üreticinin veri sayfası, sayfa 3"


def approved(listing: Listing) -> Listing:
    return actions.approve_listing(listing.owner, listing, seen=1)


def unsupported(listing: Listing) -> Listing:
    actions.edit_listing(listing.owner, listing, INVENTED, seen=1)
    return listing


def vouched(listing: Listing) -> str:
    key = claim_key(unsupported(listing))
    actions.substantiate(listing.owner, listing, key, EVIDENCE)
    return key


def waiting(listing: Listing) -> Generation:
    return actions.request_draft(listing.owner, listing)


@pytest.mark.parametrize("name", ACTIONS)
def test_whoever_may_write_does(name: str, author: User, colleague: User, manager: User) -> None:
    for user in (author, colleague, manager):
        ACTIONS[name](user, make_listing(author, S24_TEXT))


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("role", [Role.RATER, None])
def test_whoever_may_not_is_refused_and_nothing_changes(
    name: str, role: Role | None, author: User
) -> None:
    listing = make_listing(author, S24_TEXT)
    outsider = make_user(role)

    with pytest.raises(PermissionDenied):
        ACTIONS[name](outsider, listing)
    assert not Event.objects.filter(actor=outsider).exists()
    assert Product.objects.count() == 1


def test_someone_switched_off_may_do_nothing(author: User) -> None:
    author.is_active = False
    with pytest.raises(PermissionDenied):
        actions.create_listing(author, S24)


def test_an_edit_is_a_revision_and_an_event(author: User, colleague: User) -> None:
    listing = make_listing(author, S24_TEXT)
    revision = actions.edit_listing(colleague, listing, INVENTED, seen=1)
    listing.refresh_from_db()

    assert (revision.number, listing.number) == (2, 2)
    assert revision.author == colleague
    assert listing.title == INVENTED.title
    assert listing.errors > 0
    assert listing.events.latest("pk").kind == Event.Kind.EDITED


def test_saving_the_same_text_again_adds_nothing(author: User) -> None:
    listing = make_listing(author, S24_TEXT)
    actions.edit_listing(author, listing, S24_TEXT, seen=1)

    assert listing.revisions.count() == 1


def test_an_edit_of_a_text_that_is_no_longer_there_conflicts(author: User, colleague: User) -> None:
    listing = make_listing(author, S24_TEXT)
    actions.edit_listing(colleague, listing, INVENTED, seen=1)

    with pytest.raises(EditConflict) as conflict:
        actions.edit_listing(author, listing, replace(S24_TEXT, title="Mine"), seen=1)
    assert conflict.value.current.title == INVENTED.title


def test_a_text_that_was_only_judged_again_does_not_conflict(author: User, colleague: User) -> None:
    listing = make_listing(author, S24_TEXT)
    actions.change_facts(colleague, listing, replace(S24, price_range="60.000 TL"))
    revision = actions.edit_listing(author, listing, INVENTED, seen=1)
    assert revision.number == 3


def test_markup_that_the_market_forbids_never_reaches_a_row(author: User) -> None:
    listing = make_listing(author, S24_TEXT)
    hostile = "<p onclick=x()>a<script>alert(1)</script><b>b</b></p>"
    actions.edit_listing(author, listing, replace(S24_TEXT, description=hostile), seen=1)
    listing.refresh_from_db()

    assert "script" not in listing.description
    assert "onclick" not in listing.description


def test_an_earlier_text_comes_back_as_a_new_revision(author: User) -> None:
    listing = make_listing(author, S24_TEXT)
    actions.edit_listing(author, listing, INVENTED, seen=1)
    actions.restore_revision(author, listing, 1, seen=2)
    listing.refresh_from_db()

    assert listing.text() == S24_TEXT
    assert listing.number == 3
    with pytest.raises(ActionRefused):
        actions.restore_revision(author, listing, 99, seen=3)


def test_other_facts_judge_the_text_again(author: User) -> None:
    listing = make_listing(author, S24_TEXT)
    assert listing.errors == 0
    poorer = replace(S24, features=("6.8 inç Dynamic AMOLED 2X ekran",))
    actions.change_facts(author, listing, poorer)
    listing.refresh_from_db()

    assert listing.errors > 0
    assert listing.number == 2
    assert listing.revisions.get(number=1).facts["features"] == list(S24.features)


def test_the_same_facts_change_nothing(author: User) -> None:
    listing = make_listing(author, S24_TEXT)
    actions.change_facts(author, listing, S24)
    assert listing.revisions.count() == 1


def test_an_sku_belongs_to_one_product(author: User) -> None:
    make_listing(author, sku="A-1")
    with pytest.raises(ActionRefused, match="A-1"):
        make_listing(author, sku="A-1")


def test_approval_says_who_and_by_which_rules(author: User, colleague: User) -> None:
    listing = make_listing(author, S24_TEXT)
    approved = actions.approve_listing(colleague, listing, seen=1)

    assert approved.status == Listing.Status.APPROVED
    assert approved.approved_by == colleague
    event = listing.events.get(kind=Event.Kind.APPROVED)
    assert event.data["pack_version"]
    assert event.data["scores"]["overall"] == approved.overall
    assert event.data["evidence"]


def test_a_listing_with_errors_is_not_approved(author: User) -> None:
    listing = make_listing(author, INVENTED)
    with pytest.raises(NotApprovable) as refused:
        actions.approve_listing(author, listing, seen=1)
    assert all(f.severity is Severity.ERROR for f in refused.value.findings)
    listing.refresh_from_db()
    assert listing.status == Listing.Status.DRAFT


def test_an_empty_listing_is_not_approved(author: User) -> None:
    with pytest.raises(NotApprovable):
        actions.approve_listing(author, make_listing(author), seen=0)


def test_a_text_nobody_has_seen_is_not_approved(author: User, colleague: User) -> None:
    listing = make_listing(author, INVENTED)
    actions.edit_listing(colleague, listing, S24_TEXT, seen=1)
    with pytest.raises(EditConflict):
        actions.approve_listing(author, listing, seen=1)


def test_an_edit_takes_the_approval_back(author: User) -> None:
    listing = make_listing(author, S24_TEXT)
    actions.approve_listing(author, listing, seen=1)
    actions.edit_listing(author, listing, replace(S24_TEXT, title=INVENTED.title), seen=1)
    listing.refresh_from_db()

    assert listing.status == Listing.Status.DRAFT
    assert listing.approved_by is None
    assert listing.events.latest("pk").data == {"approval_withdrawn": True}


def test_reopening_needs_an_approval(author: User) -> None:
    listing = make_listing(author, S24_TEXT)
    with pytest.raises(ActionRefused):
        actions.reopen_listing(author, listing)
    actions.approve_listing(author, listing, seen=1)
    assert actions.reopen_listing(author, listing).status == Listing.Status.DRAFT


def claim_key(listing: Listing) -> str:
    evidence = listing.revisions.latest("number").judgement["evidence"]
    return str(next(e["key"] for e in evidence if e["fact"] is None))


def test_a_substantiated_claim_no_longer_blocks(author: User) -> None:
    listing = make_listing(author, INVENTED)
    key = claim_key(listing)
    actions.substantiate(author, listing, key, "Üreticinin veri sayfası, sayfa 3")
    listing.refresh_from_db()
    approved = actions.approve_listing(author, listing, seen=listing.number)

    assert approved.status == Listing.Status.APPROVED
    kept = approved.events.get(kind=Event.Kind.APPROVED).data["substantiations"]
    assert kept[0]["evidence"] == "Üreticinin veri sayfası, sayfa 3"


def test_evidence_sent_twice_is_kept_once(author: User, colleague: User) -> None:
    listing = make_listing(author, INVENTED)
    key = claim_key(listing)
    first = actions.substantiate(author, listing, key, EVIDENCE)
    listing.refresh_from_db()
    actions.approve_listing(author, listing, seen=listing.number)
    said = (listing.events.count(), listing.revisions.count())

    assert actions.substantiate(author, listing, key, f"  {EVIDENCE} ") == first
    assert (listing.events.count(), listing.revisions.count()) == said
    listing.refresh_from_db()
    assert listing.status == Listing.Status.APPROVED
    # Somebody else's word, or other words, are something new.
    assert actions.substantiate(colleague, listing, key, EVIDENCE).by == colleague
    assert actions.substantiate(colleague, listing, key, f"{EVIDENCE}!").evidence[-1] == "!"


def test_withdrawn_evidence_blocks_again(author: User) -> None:
    listing = make_listing(author, INVENTED)
    key = claim_key(listing)
    actions.substantiate(author, listing, key, "Üreticinin veri sayfası, sayfa 3")
    actions.withdraw_substantiation(author, listing, key)
    listing.refresh_from_db()

    assert not Substantiation.objects.exists()
    assert listing.errors > 0
    assert listing.events.filter(kind=Event.Kind.WITHDRAWN).exists()


@pytest.mark.parametrize(("key", "evidence"), [("", "kısa"), ("no such claim", "Long enough here")])
def test_evidence_needs_a_claim_and_words(author: User, key: str, evidence: str) -> None:
    listing = make_listing(author, INVENTED)
    with pytest.raises(ActionRefused):
        actions.substantiate(author, listing, key, evidence)


@pytest.mark.parametrize(("choice", "kept"), [(True, 1), (False, 0)])
def test_approved_listings_are_kept_as_examples(author: User, choice: bool, kept: int) -> None:
    actions.set_collecting(author, choice)
    actions.approve_listing(author, make_listing(author, S24_TEXT), seen=1)
    assert TrainingExample.objects.filter(origin="approved").count() == kept


def test_approving_an_example_makes_it_an_approved_one(
    author: User, colleague: User, scripted: ScriptedEngine
) -> None:
    for user in (author, colleague):
        actions.set_collecting(user, True)
    listing = make_listing(author)
    scripted.enqueue(forms.to_json(S24_TEXT))
    generating.run(actions.request_draft(author, listing).pk)
    assert TrainingExample.objects.get().origin == "generated"
    listing.refresh_from_db()
    actions.approve_listing(colleague, listing, seen=1)
    approved = TrainingExample.objects.get()
    assert (approved.origin, approved.added_by) == ("approved", colleague)
    assert approved.revision == listing.revisions.get()

    scripted.enqueue(forms.to_json(S24_TEXT))
    generating.run(actions.request_draft(author, listing).pk)
    again = TrainingExample.objects.get()
    assert (again.origin, again.added_by) == ("approved", colleague)
