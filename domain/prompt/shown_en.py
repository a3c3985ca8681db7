"""Listings that show a model what is wanted, in English: every claim stands in its facts."""

from __future__ import annotations

from typing import Final

from domain.listing import Language, Listing, Product

_VACUUM: Final = Product(
    name="Halden Cordless Handheld Vacuum",
    brand="Halden",
    category="Home > Vacuums",
    features=(
        "120 W motor",
        "Cordless, 25 minute run time",
        "Washable HEPA filter",
        "0.6 L dust cup",
        "Weighs 1.3 lb",
        "Crevice tool and brush tool included",
    ),
    keyword="cordless handheld vacuum",
    price_range="$40-60",
    competition="high",
    language=Language.EN,
    market="walmart-us",
)
_VACUUM_LISTING: Final = Listing(
    title="Halden Cordless Handheld Vacuum, 120 W, Washable HEPA Filter, 1.3 lb",
    features=(
        "120 W motor picks up crumbs and dust from seats, stairs and sofas",
        "Cordless with a 25 minute run time, so no outlet holds you back",
        "Washable HEPA filter can be rinsed and used again",
        "Weighs 1.3 lb and is easy to lift to a high shelf",
        "0.6 L dust cup means fewer walks to the trash can",
        "Crevice tool and brush tool included for corners and blinds",
    ),
    description=(
        "Crumbs under the car seat, dust along the window track, cereal on the stairs: small "
        "messes turn up where a full-size vacuum is a nuisance to carry. The Halden cordless "
        "handheld vacuum is made for exactly those places. Its 120 W motor picks up crumbs and "
        "dust quickly, and there is no cord to unwind, so cleaning starts the moment you reach "
        "for it. A 25 minute run time gives you room to do the car, the sofa and the hallway in "
        "a single round. At 1.3 lb it is light enough to hold above your head while you clean a "
        "shelf. "
        "The 0.6 L dust cup holds plenty before it needs emptying, and the washable HEPA filter "
        "can be rinsed and used again instead of being thrown away. Use the crevice tool between "
        "seats and cushions, then switch to the brush tool for keyboards, blinds and lamp shades. "
        "Keep it in a closet, a garage or the trunk, and the next spill becomes a quick job "
        "rather than a project for the weekend. With the right tool close by, a clean car and a "
        "tidy home take far less effort."
    ),
)

_PULLOVER: Final = Product(
    name="Alderway Men's Fleece Quarter-Zip Pullover",
    brand="Alderway",
    category="Clothing > Men > Pullovers",
    features=(
        "Recycled polyester fleece",
        "Stand collar with quarter zip",
        "Two zippered hand pockets",
        "Machine washable",
        "Sizes S to XXL",
    ),
    keyword="men's fleece pullover",
    language=Language.EN,
    market="walmart-us",
)
_PULLOVER_LISTING: Final = Listing(
    title="Alderway Men's Fleece Pullover, Quarter-Zip, Recycled Polyester",
    features=(
        "Recycled polyester fleece feels soft and holds in warmth",
        "Stand collar with quarter zip opens wide when you heat up",
        "Two zippered hand pockets keep keys and phone in place",
        "Machine washable for easy care after every outing",
        "Sizes S to XXL to fit over a shirt or under a jacket",
    ),
    description=(
        "Cool mornings ask for a layer, and by noon that layer is often too warm, too bulky or "
        "left behind on a chair. The Alderway men's fleece pullover is a simple answer for days "
        "that change their mind. Recycled polyester fleece holds in warmth without the weight of "
        "a coat, so you can wear it over a shirt at the office or under a jacket on the trail. "
        "The stand collar shields your neck from the wind, and the quarter zip lets you cool down "
        "in a second when the sun comes out. Two zippered hand pockets give your keys, phone and "
        "wallet a safe place while you walk the dog, coach a game or load the car. When the day "
        "is over, the pullover goes straight into the machine with the rest of the wash, with no "
        "special care to remember. It comes in sizes S to XXL, so it is easy to find the fit you "
        "like, trim or roomy. Keep it by the door from the first cool evening of fall to the "
        "last chilly weekend of spring, and getting dressed becomes a little simpler."
    ),
)

SHOWN: Final[tuple[tuple[Product, Listing], ...]] = (
    (_VACUUM, _VACUUM_LISTING),
    (_PULLOVER, _PULLOVER_LISTING),
)
