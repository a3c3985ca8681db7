"""Whether a thing that a text names is the product or one of its parts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from domain.quality.grounding.inflection import stem_in
from domain.quality.grounding.synonyms import STOP
from domain.quality.grounding.words import short

_PARTS = (
    "urun bu model tasarim yapi govde kasa dis ic kapak sap tutma kulp taban ayak yuzey kumas "
    "astar dolgu kilif cerceve iskelet sasi panel kol kanat bicak uc hazne tabla raf kordon kayis "
    "toka bilezik kemer zincir fermuar dugme yaka cep saya bagcik dil topuk ekran lens kamera cam "
    "kaplama malzeme parca aksam aksesuar boru mil disli rulman kablo fis soket adaptor motor "
    "tank kazan tencere tava kase tabak bardak sise kupa filtre izgara kapi cekmece minder yastik "
    "sunger orgu iplik lif deri tel yay vida civata mentese profil levha plaka product item "
    "design build body case casing housing shell frame chassis cover lid handle grip base foot "
    "feet leg legs arm sole upper outsole insole midsole lining fill filling padding shaft blade "
    "head tip rod bowl pot pan plate cup bottle tray rack shelf shelves door drawer top surface "
    "finish coating strap band bracelet buckle clasp chain zipper button collar cuff sleeve "
    "pocket waist fabric material construction part hardware spring screw hinge rail bracket "
    "mount stand ring wire cable cord hose pipe tube core drum basket filter burner grate knob "
    "wheel rim spoke pedal seat saddle bar mesh net string screen glass back front side edge wall "
    "interior exterior inside outside weave knit yarn fibre fiber thread seri jant pervane kasnak "
    "kanca aski kilit tekerlek disk ped baslik elyaf halka sac cubuk direk bacak mekanizma karkas "
    "sirt detay dokunus kalite guc iscilik karisim katman konstruksiyon doku kutu ambalaj kese "
    "torba canta cuzdan kavanoz box bag pouch jar comfort strength quality detail accent blend "
    "lock hook disc pad ear trim"
)
PARTS = frozenset(_PARTS.split())
_LEAST = 3
_STEMS = (4, 5)


def own_words(words: Iterable[str]) -> frozenset[str]:
    """The product's words and their stems, by which a thing is known as the product again."""
    telling = {word for word in words if len(word) >= _LEAST and word not in STOP}
    return frozenset(telling | {stem for word in telling if len(stem := short(word)) >= _STEMS[0]})


def is_own(thing: str, own: frozenset[str]) -> bool:
    """Whether the thing is a part as any product has, or named in the product's own words."""
    if not thing.isalpha():
        return False
    stem = short(thing)
    return (
        is_part(thing)
        or any(stem[:length] in own for length in _STEMS)
        or stem_in(thing, own, _LEAST) is not None
    )


@lru_cache(maxsize=16384)
def is_part(word: str) -> bool:
    """Whether a word names a part or a property as any product has."""
    return stem_in(word, PARTS) is not None
