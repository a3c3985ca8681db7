"""Of several versions that write one listing, each answers for its own text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.models import User
from content.actions import request_draft, restore_revision
from content.generation import generating
from content.models import Listing
from domain import forms
from engines.scripted import ScriptedEngine
from evaluation.selecting import of_revision
from learning.actions.giving import give_stars
from models_registry.models import Version
from tests.factories import S24_TEXT, make_listing
from tests.models_registry.making import make_live, make_version

pytestmark = pytest.mark.django_db
PLAINER = replace(S24_TEXT, title=S24_TEXT.title.replace("Akıllı Telefon", "Cep Telefonu"))


@pytest.fixture
def expert(scripted: ScriptedEngine) -> Version:
    return make_live(make_version("walmart-gpt-expert"))


@pytest.fixture
def basic(scripted: ScriptedEngine) -> Version:
    return make_live(make_version("walmart-gpt-basic"))


@pytest.fixture
def listing(author: User, scripted: ScriptedEngine, expert: Version, basic: Version) -> Listing:
    """The basic version won; the expert's draft is revision 1."""
    listing = make_listing(author)
    scripted.enqueue(forms.to_json(PLAINER), forms.to_json(S24_TEXT))
    generating.run(request_draft(author, listing, ensemble=True).pk)
    listing.refresh_from_db()
    return listing


def test_stars_go_to_the_version_whose_text_they_are_for(
    author: User, colleague: User, listing: Listing, expert: Version, basic: Version
) -> None:
    assert give_stars(colleague, listing, seen=2, stars=5).version == basic
    restore_revision(author, listing, 1, seen=2)
    listing.refresh_from_db()
    assert give_stars(colleague, listing, seen=listing.number, stars=2).version == expert


def test_raters_see_each_text_as_its_own_version_s(
    listing: Listing, expert: Version, basic: Version
) -> None:
    rows = listing.revisions.order_by("number")
    assert [of_revision(row).version for row in rows] == [expert, basic]
    assert [of_revision(row).model for row in rows] == [expert.name, basic.name]
