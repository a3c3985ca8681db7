"""The example that a newcomer may start from follows the market's language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_american_market_has_an_english_example(studio: Callable[..., Page]) -> None:
    page = studio("/studio/")
    features = page.locator("[name=features]")
    expect(features).to_have_attribute("placeholder", "6.8 inç Dynamic AMOLED 2X ekran\n"
                                       "200MP ana kamera sistemi\n5000mAh batarya")  # fmt: skip
    page.locator("[name=market]").select_option("walmart-us")
    assert "6.8 inch" in str(features.get_attribute("placeholder"))
    page.locator("[data-fill-example]").click()
    expect(page.locator("[name=category]")).to_have_value("Electronics > Cell Phones")
    expect(page.locator("[name=market]")).to_have_value("walmart-us")
    assert "5000mAh battery" in features.input_value()
    page.locator("[name=market]").select_option("walmart-tr")
    page.locator("[data-fill-example]").click()
    assert "5000mAh batarya" in features.input_value()
