"""Every page for every eye: axe over all of them, light and dark, on a desk and on a phone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from accounts.roles import Role
from content.actions import approve_listing, edit_listing, substantiate
from content.models import Event, Listing
from domain import listing as domain
from domain.gate import Criterion
from domain.quality import judge
from domain.versions import State
from evaluation.figures import UNREADABLE, figures_of, summary_of
from models_registry.models import Deployment, Family, ValidationResult, ValidationRun, Version
from tests.browser.conftest import PHONE
from tests.evaluation.experimented import make_experiment
from tests.evaluation.registry import make_version, validate, was_live
from tests.factories import S24, S24_TEXT, make_listing, make_user
from training.models import DatasetSnapshot, TrainingRun

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.breaking_urls"),
]
OpenPage = Callable[..., Page]
Faults = Callable[[Page], list[str]]

FLAWED = domain.Listing(
    "Samsung Galaxy S24 Ultra 300MP Kamera", ("5000mAh batarya", "IP69 koruma"), "<p>Kısa.</p>"
)
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}]


@pytest.fixture
def people(transactional_db: None) -> dict[str, Any]:
    """One person a role, with listings, models and experiments in every state."""
    author = make_user(username="author", first_name="Ayşe", last_name="Yazar")
    good = make_listing(author, S24_TEXT, sku="GOOD-1")
    approve_listing(author, good, seen=1)
    flawed = make_listing(author, FLAWED)
    claim = next(e for e in flawed.revisions.get().judgement["evidence"] if e["fact"] is None)
    substantiate(author, flawed, claim["key"], "Veri sayfası, 12 Mayıs, sayfa 3")
    flawed.refresh_from_db()
    edit_listing(author, flawed, S24_TEXT, seen=flawed.number)
    flawed.refresh_from_db()
    edit_listing(author, flawed, FLAWED, seen=flawed.number)
    make_listing(author)
    return {
        "author": author,
        "manager": make_user(role=Role.MANAGER, username="manager", is_staff=True),
        "rater": make_user(role=Role.RATER, username="rater"),
        "good": good.pk,
        "flawed": flawed.pk,
        "empty": Listing.objects.get(number=0).pk,
        "training": trained().pk,
        "validation": measured("1.0.0", "rejected").pk,
        "measuring": measured("1.0.1", "validating").pk,
        "deployment": deployed().pk,
        **compared(),
        "event": Event.objects.filter(listing=flawed).latest("pk").pk,
        "nobody": None,
    }


def trained() -> TrainingRun:
    """A training in the middle of its work, with losses to draw."""
    dataset = DatasetSnapshot.objects.create(
        hash="a" * 64,
        level="basic",
        training=45,
        validation=5,
        excluded=1,
        counts={"source": {"gold": 50}, "excluded": {"duplicate": 1}},
        datasheet={},
    )
    points = [[1, 3.1, 1], [2, 2.2, 1], [3, 1.9, 1]]
    return TrainingRun.objects.create(
        name="walmart-gpt-basic",
        level="basic",
        status="running",
        stage="training",
        dataset=dataset,
        step=3,
        steps=9,
        loss=1.9,
        seconds_left=90.0,
        curve={"width": 1, "points": points, "validation": [[0, 3.0], [3, 2.4]]},
    )


def measured(number: str, state: str) -> ValidationRun:
    """A validation that was not passed, or one in the midst of its work."""
    family, _new = Family.objects.get_or_create(name="walmart-gpt-advanced", level="advanced")
    major, minor, patch = map(int, number.split("."))
    version = Version(
        family=family, major=major, minor=minor, patch=patch, state=state, style="tuned"
    )
    version.save(force_insert=True)
    run = ValidationRun.objects.create(
        version=version, status="running", products=6, done=5, seed=7, threshold=90, margin=2
    )
    texts = [S24_TEXT, FLAWED, None, S24_TEXT, FLAWED]
    for place, text in enumerate(texts):
        judgement = judge(S24, text) if text else None
        ValidationResult.objects.create(
            run=run,
            product=f"heldout-tr-electronics-{place + 1:02}",
            category="electronics" if place else "sports",
            language="tr",
            outcome="flawed" if judgement else "unreadable",
            listing=dataclasses.asdict(text) if text else {},
            scores=judgement.scores.as_json() if judgement else dict.fromkeys(Criterion, 0),
            findings=[
                {"code": found.code, "severity": found.severity}
                for found in (judgement.findings if judgement else ())
            ],
            figures=figures_of(S24, judgement) if judgement else UNREADABLE,
            timings={"total": 21.5 + place, "queue": 0.1, "prompt": 2.5, "tokens_a_second": 31.0},
        )
    if state != "validating":
        run.status, run.passed = "done", False
        run.summary = summary_of(list(run.results.all()))
        figures = {"low": 12.5, "mean": 47.0, "threshold": 90}
        run.refusals = [{"reason": "below_threshold", "criterion": "", "figures": figures}]
        run.save()
    return run


def deployed() -> Deployment:
    """Versions in every state, with scores, and a deployment that is on its way."""
    first = was_live(make_version("1.0.0", State.VALIDATED))
    for version, score in (
        (first, 84),
        (make_version("1.1.0", State.LIVE), 93),
        (make_version("1.2.0", State.REJECTED, parent=first), 80),
    ):
        validate(version, score, products=20)
    make_version("1.3.0", State.FAILED)
    backup = make_version("1.0.0", State.VALIDATED, "walmart-gpt-basic")
    version = make_version("1.0.1", State.DEPLOYING, "walmart-gpt-basic")
    return Deployment.objects.create(
        family=version.family,
        version=version,
        previous=backup,
        kind="deploy",
        came_from="validated",
        status="running",
    )


def compared() -> dict[str, int]:
    """An experiment that says something, and one in the midst of its work."""
    versions = [make_version(f"3.0.{patch}", State.VALIDATED) for patch in range(2)]
    return {
        "experiment": make_experiment(versions[0], versions[1], 8).pk,
        "comparing": make_experiment(versions[1], versions[0], -2, status="running", done=12).pk,
    }


TOO_MANY = "/listings/?" + "a=&" * 1001
PAGES = {
    "entry": [
        ("nobody", "/sign-in/"),
        ("author", "/"),
        ("manager", "/"),
        ("rater", "/"),
        ("author", "/preferences/"),
        ("author", "/preferences/password/"),
        ("manager", "/engines/"),
    ],
    "listings": [
        ("author", "/listings/"),
        ("author", "/listings/?q=yok&status=draft"),
        ("author", "/listings/{good}/"),
        ("author", "/listings/{flawed}/"),
        ("author", "/listings/{empty}/"),
        ("author", "/listings/{flawed}/compare/"),
        ("author", "/listings/{flawed}/before/{event}/"),
    ],
    "studio": [
        ("author", "/studio/"),
        ("author", "/studio/{flawed}/"),
        ("author", "/studio/{empty}/"),
        ("author", "/studio/{good}/?ask=write"),
    ],
    "training": [
        ("manager", "/training/?now=1"),
        ("manager", "/training/?now=1&category=clothing"),
        ("manager", "/training/runs/{training}/"),
    ],
    "models": [
        ("author", "/models/benchmark/"),
        ("manager", "/models/validations/{validation}/"),
        ("manager", "/models/validations/{measuring}/"),
        ("author", "/models/"),
        ("manager", "/models/"),
        ("author", "/models/walmart-gpt-expert/1.1.0/"),
        ("manager", "/models/walmart-gpt-basic/1.0.1/"),
        ("manager", "/models/walmart-gpt-expert/1.2.0/deploy/"),
        ("manager", "/models/walmart-gpt-expert/rollback/"),
        ("manager", "/models/walmart-gpt-expert/1.2.0/validate/"),
        ("manager", "/models/walmart-gpt-expert/1.2.0/trial/"),
        ("manager", "/models/walmart-gpt-expert/1.2.0/retire/"),
        ("manager", "/models/walmart-gpt-expert/1.3.0/rebuild/"),
        ("author", "/models/deployments/{deployment}/"),
        ("author", "/models/compare/"),
        ("author", "/models/compare/?a=walmart-gpt-expert:1.0.0&b=walmart-gpt-expert:1.1.0"),
    ],
    "experiments": [
        ("author", "/experiments/"),
        ("manager", "/experiments/new/"),
        ("author", "/experiments/{experiment}/"),
        ("manager", "/experiments/{comparing}/"),
        ("author", "/experiments/ranking/"),
    ],
    "mishaps": [
        ("rater", "/listings/"),
        ("author", "/listings/999999/"),
        ("author", TOO_MANY),
        ("author", "/breaks/"),
    ],
}


@pytest.mark.parametrize("pages", PAGES)
@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_no_page_has_a_grave_fault(
    pages: str,
    look: dict[str, bool],
    people: dict[str, Any],
    open_page: OpenPage,
    grave_faults: Faults,
) -> None:
    faults = []
    for who, path in PAGES[pages]:
        page = open_page(people[who], path.format(**people), **look)
        for tab in ("#tab-evidence", "#tab-history", "#tab-html"):
            if page.locator(tab).count():
                page.locator(tab).click()
                faults += grave_faults(page)
        faults += grave_faults(page)
        page.close()
    assert not faults


def test_the_pages_for_mishaps_are_the_ones_looked_at(
    people: dict[str, Any], client_of: Callable[..., Client]
) -> None:
    answers = []
    for who, path in PAGES["mishaps"]:
        client = client_of(people[who])
        client.raise_request_exception = False
        answers.append(client.get(path).status_code)
    assert answers == [403, 404, 400, 500]


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_a_locked_sign_in_and_an_expired_form_have_no_grave_fault(
    look: dict[str, bool], people: dict[str, Any], open_page: OpenPage, grave_faults: Faults
) -> None:
    page = open_page(None, "/sign-in/", **look)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        page.locator("[name=username]").fill("author")
        page.locator("[name=password]").fill("wrong")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert page.locator("[role=alert]").inner_text()
    assert page.locator("[name=password]").count() == 0
    faults = grave_faults(page)
    page.goto(page.url)
    page.locator("[name=username]").fill("rater")
    page.locator("[name=password]").fill("secret")
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    page.get_by_text("403").wait_for()
    faults += grave_faults(page)
    assert not faults


def test_the_check_itself_finds_a_fault(open_page: OpenPage, grave_faults: Faults) -> None:
    page = open_page(None, "/sign-in/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert any("label" in fault for fault in grave_faults(page))


def test_an_open_menu_and_a_message_have_no_grave_fault(
    people: dict[str, Any], open_page: OpenPage, grave_faults: Faults
) -> None:
    page = open_page(people["author"], f"/listings/{people['good']}/")
    page.get_by_role("button", name="Yeniden aç").click()
    page.locator(".toast").wait_for()
    page.locator(".sidebar details summary").click()
    assert not grave_faults(page)


@pytest.mark.parametrize("pages", PAGES)
def test_a_phone_shows_no_page_wider_than_itself(
    pages: str, people: dict[str, Any], open_page: OpenPage
) -> None:
    wide = []
    for who, path in PAGES[pages]:
        page = open_page(people[who], path.format(**people), phone=True)
        # Not innerWidth: an emulated phone's grows with whatever is too wide for it.
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(path)
        page.close()
    assert not wide


def test_what_a_finger_touches_is_large_enough(people: dict[str, Any], open_page: OpenPage) -> None:
    page = open_page(people["author"], "/listings/", phone=True)
    sizes = page.evaluate(
        "[...document.querySelectorAll('button, .button, .nav a, select, input[type=search]')]"
        ".filter(e => e.checkVisibility() && e.getClientRects().length)"
        ".map(e => [e.textContent.trim(), e.getBoundingClientRect().height])"
    )
    assert sizes
    assert [(name, height) for name, height in sizes if height < 43.5] == []


FURTHER = [
    ("author", "/studio/"),
    ("author", "/studio/{flawed}/"),
    ("manager", "/admin/"),
    ("manager", "/admin/accounts/user/"),
]


def test_no_page_asks_anything_of_another_host(
    people: dict[str, Any], open_page: OpenPage, site_url: str
) -> None:
    asked: list[str] = []
    for who in ("nobody", "author", "manager", "rater"):
        page = open_page(people[who], "/sign-in/")
        page.on("request", lambda request: asked.append(request.url))
        for _, path in [entry for entry in (*PAGES, *FURTHER) if entry[0] == who]:
            page.goto(site_url + path.format(**people), wait_until="networkidle")
        page.close()
    assert any(url.endswith(".css") for url in asked)
    assert [url for url in asked if not url.startswith((f"{site_url}/", "data:"))] == []
