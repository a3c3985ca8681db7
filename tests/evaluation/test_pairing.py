"""Pairs for comparisons: two versions' texts of the same facts, and nobody's own before them."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Role
from content.actions import change_facts
from content.models import Generation, Revision
from domain.listing import Listing
from engines.scripted import ScriptedEngine
from evaluation.actions.campaigns import Plan, create_comparison
from evaluation.actions.claiming import claim
from evaluation.models import Campaign
from evaluation.pairing import pairs, pairs_chosen
from evaluation.selecting import Selection, Texts
from models_registry.models import Version
from tests.evaluation.conftest import COUNT, GOOD, make_version, validated
from tests.evaluation.rated import make_draft
from tests.factories import S24, S24_TEXT, make_listing, make_user

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = dataclasses.replace(S24_TEXT, title=f"{S24_TEXT.title} B")


@pytest.fixture
def versions(db: None) -> list[Version]:
    return [make_version(patch) for patch in range(3)]


def of(versions: list[Version], texts: Texts = Texts.DRAFTS, **more: object) -> Selection:
    return Selection(texts, versions=tuple(one.pk for one in versions), **more)  # type: ignore[arg-type]


def test_two_drafts_of_a_listing_are_a_pair(author: User, versions: list[Version]) -> None:
    a, b, _c = versions
    listing = make_listing(author)
    make_draft(listing, b, OTHER)
    make_draft(listing, a)
    make_draft(make_listing(author), a)
    (item,) = pairs(of([a, b]))
    assert (item.version, item.other_version) == (a, b)
    assert item.text() == S24_TEXT
    assert (item.other or {})["title"] == OTHER.title
    assert (item.owner, item.revision) == (author, None)
    assert item.other_scores["overall"] > 0


def test_several_versions_give_all_pairs(author: User, versions: list[Version]) -> None:
    for _ in range(2):
        listing = make_listing(author)
        for version in versions:
            make_draft(listing, version)
    a, b, c = (version.pk for version in versions)
    found = Counter((one.version, other.version) for one, other in pairs_chosen(of(versions)))
    assert found == {(a, b): 2, (a, c): 2, (b, c): 2}
    sample = Counter(
        (one.version, other.version) for one, other in pairs_chosen(of(versions, sample=3))
    )
    assert set(sample.values()) == {1}, "a sample takes from each pair of versions in turn"


def test_drafts_of_other_facts_are_no_pair(author: User, versions: list[Version]) -> None:
    listing = make_listing(author)
    make_draft(listing, versions[0])
    change_facts(author, listing, dataclasses.replace(S24, features=("8 GB RAM",)))
    listing.refresh_from_db()
    make_draft(listing, versions[1], Listing("Başka", ("8 GB RAM",), "<p>Kısa.</p>"))
    assert pairs(of(versions)) == []


def test_whoever_asked_for_either_text_does_not_get_the_pair(
    author: User, manager: User, versions: list[Version]
) -> None:
    rater, other = make_user(Role.RATER), make_user(Role.RATER)
    listing = make_listing(author)
    make_draft(listing, versions[0])
    second = make_draft(listing, versions[1], OTHER)
    Revision.objects.filter(pk=second.pk).update(author=rater)
    made = create_comparison(manager, Plan("Çift", of(versions)), pairs(of(versions)))
    Campaign.objects.update(status=Campaign.Status.OPEN)
    made.refresh_from_db()
    assert claim(rater, made) == []
    assert len(claim(other, made)) == 1


def test_a_pair_of_three_people_is_left_out(author: User, versions: list[Version]) -> None:
    listing = make_listing(author)
    for version in versions[:2]:
        draft = make_draft(listing, version)
        Revision.objects.filter(pk=draft.pk).update(author=make_user())
    assert pairs_chosen(of(versions)) == []


def test_only_one_category_or_language(author: User, versions: list[Version]) -> None:
    listing = make_listing(author)
    for version in versions[:2]:
        make_draft(listing, version)
    assert len(pairs_chosen(of(versions, categories=("electronics",)))) == 1
    assert pairs_chosen(of(versions, categories=("sports",))) == []
    assert pairs_chosen(of(versions, language="en")) == []


def test_held_out_results_meet_by_product(engine: ScriptedEngine, products: Path) -> None:
    a, b = make_version(0), make_version(1)
    validated(a, GOOD)
    validated(b, GOOD)
    found = pairs(of([a, b], Texts.HELD_OUT))
    assert len(found) == COUNT
    assert {item.product for item in found} == {f"held-{number + 1}" for number in range(COUNT)}
    assert all((item.version, item.other_version) == (a, b) for item in found)
    assert all(item.facts["name"] == S24.name and item.evidence for item in found)


def test_without_a_pair_there_is_no_comparison(manager: User, versions: list[Version]) -> None:
    with pytest.raises(ActionRefused) as refused:
        create_comparison(manager, Plan("Yok", of(versions)), pairs(of(versions)))
    assert refused.value.code == "nothing_chosen"
    assert not Campaign.objects.exists()
    assert not Generation.objects.exists()
