"""What the words of a text may claim: the tables of `tables` made ready for looking up.

A fact supports its own claim and every more general one: `paslanmaz çelik` supports `çelik`,
never the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from domain.quality.grounding.inflection import is_suffix, stem_in
from domain.quality.grounding.tables import CERTIFICATES, CLAIMS, MATERIALS

_SUBSTANCES = (
    "bpa paraben sulfat sulfate gluten laktoz lactose alkol alcohol seker sugar parfum fragrance "
    "boya silikon silicone plastik plastic pfas pfoa ptfe lateks latex nikel nickel kursun lead "
    "ftalat phthalate gdo gmo fosfat amonyak ammonia klor chlorine pvc deri leather yag oil fat"
)
_SAME_WORDS = (
    "sulfat sulfate laktoz lactose alkol alcohol seker sugar parfum fragrance silikon silicone "
    "plastik plastic lateks latex nikel nickel kursun lead ftalat phthalate gdo gmo amonyak "
    "ammonia klor chlorine deri leather boya dye yag oil fat oil"
)
_SAME = _SAME_WORDS.split()
_SUBSTANCE_NAMES = frozenset(_SUBSTANCES.split())
_SAME_SUBSTANCE = dict(zip(_SAME[::2], _SAME[1::2], strict=True))

_STRONG = (
    "waterproof|water resistant|dustproof|fireproof|award|doctor approved|patented|handmade"
    "|warranty|recycled|domestic origin|wireless|wireless charging|noise cancelling"
)
STRONG = frozenset(_STRONG.split("|"))
"""Claims that are errors without a source; the other claims of their table are warnings."""

_LOOKS = (
    "gibi gorunum desen efekt hissi hissiyati dokulu look looking like effect style renk color "
    "colour coloured colored tonu tonlari siyahi grisi mavisi yesili beyazi tohumu tozu sekeri "
    "berrakliginda temizleyici temizleyicisi silecegi bakimi cilt havasi pattern print"
)
LOOKS = frozenset(_LOOKS.split())
"""Words after which a material's name tells a look, a colour or a use, not a material."""

_DECOYS = frozenset({"glasses", "cami", "camia", "derine", "derinine", "inci", "kayinca"})
_DECOY_BEGINNINGS = ("derind",)
"""Words that look like inflected forms of a material but are not: `derinden` (deeply)."""

_ENGLISH = (
    "silk steel brass copper zinc leather suede cotton wool linen velvet glass wood oak beech "
    "pearl rubber marble granite felt foam enamel bamboo canvas fleece iron wooden woolen"
)
_ENGLISH_WORDS = frozenset(_ENGLISH.split())
"""Names that take no Turkish ending: `silkeler` (shakes off) is no form of `silk`."""

_COUNTRIES = """
turkey turkiye turkey turkish
germany almanya alman germany german
japan japonya japon japan japanese
italy italya italyan italy italian
france fransa fransiz france french
china cin china chinese
korea kore korea korean
usa amerika amerikan abd usa america american
switzerland isvicre switzerland swiss
uk ingiltere ingiliz england uk british britain
spain ispanya spain
india hindistan india
vietnam vietnam
sweden isvec sweden swedish
denmark danimarka denmark danish
portugal portekiz portugal
austria avusturya austria
poland polonya poland
netherlands hollanda netherlands
taiwan tayvan taiwan
europe avrupa europe european
mexico meksika mexico
"""
COUNTRIES = {
    word: line.split()[0] for line in _COUNTRIES.split("\n") if line for word in line.split()[1:]
}
_MADE = "uretim uretilmis uretilen uretilir uretildi mali imal yapimi mensei menseli yapilmis made"
MADE = frozenset(_MADE.split())


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a claim: its words, each of which may be inflected."""

    kind: str
    term: str
    words: tuple[str, ...]
    capitals: bool = False
    exact: bool = False


def _read(kind: str, table: str) -> tuple[list[Form], dict[str, frozenset[str]]]:
    forms: list[Form] = []
    wider: dict[str, frozenset[str]] = {}
    for line in filter(None, table.replace("\n    ;", " ;").split("\n")):
        head, _, written = line.partition(" : ")
        term, _, parents = head.partition(" < ")
        known = [name for name in wider if f" {name} " in f" {parents} "]
        wider[term] = frozenset({term, *known, *(name for k in known for name in wider[k])})
        for form in written.split(" ; "):
            words = tuple(form.lstrip("^=").split())
            forms.append(Form(kind, term, words, form.startswith("^"), form.startswith("=")))
    return forms, wider


def _index() -> tuple[dict[str, tuple[Form, ...]], dict[str, frozenset[str]]]:
    by_first: dict[str, list[Form]] = {}
    wider: dict[str, frozenset[str]] = {}
    tables = {"material": MATERIALS, "certificate": CERTIFICATES, "claim": CLAIMS}
    for kind, table in tables.items():
        forms, more = _read(kind, table)
        for term, terms in more.items():
            wider[term] = wider.get(term, frozenset()) | terms
        for form in forms:
            by_first.setdefault(form.words[0], []).append(form)
    longest_first = {
        first: tuple(sorted(forms, key=lambda f: (-len(f.words), -len(wider[f.term]))))
        for first, forms in by_first.items()
    }
    return longest_first, wider


FORMS, WIDER = _index()


@lru_cache(maxsize=65536)
def is_look(word: str) -> bool:
    """Whether a word after a material's name makes it a look, a colour or a use."""
    return stem_in(word, LOOKS, 3) is not None


@lru_cache(maxsize=65536)
def forms_of(word: str) -> tuple[Form, ...]:
    """The forms that may begin with this word of a text, the longest first."""
    if word in _DECOYS or word.startswith(_DECOY_BEGINNINGS):
        return ()
    stem = stem_in(word, FORMS)
    if stem is None or (stem in _ENGLISH_WORDS and word not in (stem, f"{stem}s", f"{stem}es")):
        return ()
    return tuple(f for f in FORMS[stem] if word == stem or not (f.exact or f.capitals))


@lru_cache(maxsize=65536)
def free_of(word: str) -> str | None:
    """The substance that a Turkish word says is absent: `glutensiz`, `alkolsüz`."""
    for ending in ("siz", "suz"):
        head, found, rest = word.rpartition(ending)
        if found and len(head) > 2 and is_suffix(word[: len(head) + 3], rest):
            return substance(head)
    return None


@lru_cache(maxsize=65536)
def substance(word: str) -> str | None:
    """The substance that a word names, for claims such as `BPA içermez`."""
    stem = stem_in(word, _SUBSTANCE_NAMES)
    return _SAME_SUBSTANCE.get(stem, stem) if stem else None
