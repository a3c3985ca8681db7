"""People, products and listings for tests, made through the product's own actions."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import Role
from content.actions import create_listing, edit_listing
from content.models import Listing
from domain import listing as domain

_numbers = count(1)

S24 = domain.Product(
    name="Samsung Galaxy S24 Ultra",
    brand="Samsung",
    features=(
        "6.8 inç Dynamic AMOLED 2X ekran",
        "200MP ana kamera sistemi",
        "5000mAh batarya",
    ),
    category="Elektronik > Cep Telefonu",
    keyword="akıllı telefon",
)

# A text that breaks no rule that blocks approval: every claim stands in S24's facts.
S24_TEXT = domain.Listing(
    title="Samsung Galaxy S24 Ultra Akıllı Telefon - 200MP Kamera, 6.8 İnç Ekran",
    features=(
        "200MP ana kamera ile uzaktaki ayrıntılar da net görünür",
        "6.8 inç Dynamic AMOLED 2X ekranda canlı ve akıcı görüntü",
        "5000mAh batarya ile gün boyu prize bağlı kalmadan kullanım",
    ),
    description=(
        "<p>Telefonunuzun fotoğrafları bulanık çıkıyor, ekranı güneşte okunmuyor ve şarjı"
        " akşama kalmadan bitiyorsa günün en güzel anları elinizden kaçar. Samsung Galaxy"
        " S24 Ultra akıllı telefon bu üç derde birlikte çözüm getirmek için "
        "tasarlandı.</p><p>200MP ana kamera sistemi, kalabalık bir manzarada bile küçük "
        "ayrıntıları kaydeder. Çektiğiniz kareyi sonradan kırptığınızda yüzler ve yazılar"
        " seçilebilir kalır; aile fotoğraflarını büyütüp duvara asmak isteyenler farkı "
        "hemen görür. 6.8 inç Dynamic AMOLED 2X ekran, dizi izlerken ve haritaya bakarken"
        " geniş bir alan sunar. Renkler canlıdır, kaydırma hareketleri akıcıdır ve "
        "metinler gözü yormadan okunur.</p><p>5000mAh batarya sabah evden çıkarken dolu "
        "olan telefonun akşam eve dönerken de yanınızda çalışır durumda kalmasına yardım "
        "eder. Yolda müzik dinlemek, iş yerinde görüntülü görüşme yapmak ve dönüşte "
        "fotoğraf düzenlemek için gün içinde priz aramanız gerekmez.</p><p>Samsung Galaxy"
        " S24 Ultra; fotoğrafa önem veren, büyük ekranda rahat çalışmak isteyen ve "
        "telefonunu gün boyu elinden bırakmayan kullanıcılar için dengeli bir seçimdir. "
        "Kamerasını, ekranını ve bataryasını kendi gününüze göre değerlendirin; "
        "ihtiyacınız olan üç şeyi tek bir cihazda bulun. Kutudan çıkardığınız andan "
        "itibaren ilk karenizi çekmeye, sevdiğiniz diziyi açmaya ve sevdiklerinizle "
        "konuşmaya hazır olun.</p>"
    ),
)


def make_user(role: Role | None = Role.AUTHOR, **fields: Any) -> User:
    """Someone with `role`, or with none at all."""
    number = next(_numbers)
    user: User = User.objects.create_user(
        username=fields.pop("username", f"{role or 'nobody'}{number}"), password="secret", **fields
    )
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_listing(
    owner: User, text: domain.Listing | None = None, facts: domain.Product = S24, *, sku: str = ""
) -> Listing:
    """A listing of `owner`; with `text`, as if they had typed it."""
    listing = create_listing(owner, facts, sku=sku)
    if text is not None:
        edit_listing(owner, listing, text, seen=0)
        listing.refresh_from_db()
    return listing
