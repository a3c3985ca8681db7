"""Demo people and listings, so that a newcomer has something to look at."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from accounts.roles import Right, Role, rights_of
from content.actions import approve_listing, create_listing, edit_listing
from content.models import Listing, Product
from domain.listing import Listing as Text
from domain.listing import Product as Facts
from domain.prompt.shown_en import SHOWN as SHOWN_ENGLISH
from domain.prompt.shown_tr import SHOWN as SHOWN_TURKISH

SIGN_INS = {
    Role.AUTHOR: ("Ayşe", "Yazar"),
    Role.RATER: ("Deniz", "Değerlendirici"),
    Role.MANAGER: ("Kerem", "Yönetici"),
}

# What a model that invents would write: the studio shows what is wrong with it and where.
_FLAWED_FACTS = Facts(
    name="Samsung Galaxy S24 Ultra",
    brand="Samsung",
    features=(
        "6.8 inç Dynamic AMOLED 2X ekran",
        "200MP ana kamera sistemi",
        "5000mAh batarya",
    ),
    category="Elektronik > Cep Telefonu",
    keyword="akıllı telefon",
    price_range="60.000-75.000 TL",
    competition="high",
)
_FLAWED = Text(
    title="SÜPER Telefon! Samsung Galaxy S24 Ultra 120 MP Kamera",
    features=(
        "120 MP kamera ile profesyonel fotoğraflar",
        "6,8 inç ekranda canlı görüntü",
        "Ücretsiz kargo fırsatıyla hemen kapınızda",
    ),
    description="<p>Samsung Galaxy S24 Ultra, titanyum gövdesiyle uzun yıllar kullanılır.</p>",
)
_WAITING = Facts(
    name="Bosch Professional GSR 120-LI Akülü Vidalama",
    brand="Bosch",
    features=(
        "12 V lityum iyon akü",
        "30 Nm en yüksek tork",
        "2 vitesli metal şanzıman",
        "1 kg ağırlık (akü dahil)",
    ),
    category="Yapı Market > Elektrikli El Aletleri",
    keyword="akülü vidalama",
)


def password() -> str:
    """The demo people's password: made once for this installation, kept beside its secrets."""
    path = Path(settings.DATA_DIR) / "secrets" / "demo_password"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        letters = "abcdefghjkmnpqrstuvwxyz23456789"
        path.write_text("-".join("".join(secrets.choice(letters) for _ in "1234") for _ in "123"))
    return path.read_text()


@transaction.atomic
def load() -> dict[str, str | None]:
    """Make what is missing and change nothing that is there.

    Returns the password of each demo sign-in; None where it does not open the account any more,
    because somebody chose another or switched the account off.
    """
    people = {role: _person(role) for role in SIGN_INS}
    author = people[Role.AUTHOR]
    if {Right.WRITE_LISTINGS, Right.APPROVE_LISTINGS} <= rights_of(author):
        _listings(author)
    return {role.value: password() if _opens(person) else None for role, person in people.items()}


def _opens(person: User) -> bool:
    return person.is_active and person.check_password(password())


def _person(role: Role) -> User:
    first, last = SIGN_INS[role]
    user, new = User.objects.get_or_create(
        username=role.value,
        defaults={"first_name": first, "last_name": last},
    )
    if new:
        user.set_password(password())
        user.save()
        user.groups.add(Group.objects.get(name=role.value))
    return user


def _listings(author: User) -> None:
    for number, (facts, text) in enumerate((*SHOWN_TURKISH, *SHOWN_ENGLISH), 1):
        listing = _listing(author, f"DEMO-{number}", facts, text)
        if listing is not None:
            approve_listing(author, listing, seen=listing.number)
    _listing(author, "DEMO-FLAWED", _FLAWED_FACTS, _FLAWED)
    _listing(author, "DEMO-WAITING", _WAITING, None)


def _listing(author: User, sku: str, facts: Facts, text: Text | None) -> Listing | None:
    if Product.objects.filter(sku=sku).exists():
        return None
    listing = create_listing(author, facts, sku=sku)
    if text is not None:
        edit_listing(author, listing, text, seen=0)
        listing.refresh_from_db()
    return listing
