"""Words of product language that say the same thing, in Turkish and English."""

from __future__ import annotations

from functools import lru_cache

from domain.quality.grounding.inflection import stem_in
from domain.quality.grounding.words import short

_STOP_WORDS = (
    "ve ile icin bir bu cok daha gibi olan the and with for of an in to is are or ya da de "
    "ozellik ozelligi sistemi sistem"
)
STOP = frozenset(_STOP_WORDS.split())
"""Words that say nothing of a product by themselves."""

_CLASSES = """
screen ekran display screen panel
camera kamera camera
battery batarya pil battery aku
charge sarj charging charge dolum
case kilif case kap
headphone kulaklik headphone headset earphone earbud
air hava air
cushion yastik cushioning cushion yastiklama
sole taban sole outsole
upper saya ust upper
fast hizli fast quick suratli
light hafif lightweight light
durable dayanikli durable saglam dayaniklilik
soft yumusak soft
washable yikanabilir washable yikama
machine makine machine
handle sap kulp handle
lid kapak lid
body govde body kasa
chip cip islemci processor chip yonga
memory bellek ram memory
storage depolama hafiza storage
sound ses sound audio
wireless kablosuz wireless
water su water
quiet sessiz quiet silent
adjustable ayarlanabilir adjustable ayarli
foldable katlanabilir foldable folding katlanir
portable tasinabilir portable
rechargeable sarjli rechargeable
breathable nefes breathable
noise gurultu noise
cancel engelleme onleme cancelling cancellation canceling
remote uzaktan kumanda remote
speed hiz speed
motor motor engine
power guc power
weight agirlik weight
long uzun long
day gun day
outdoor outdoor disarida
easy kolay easy
clean temizlik temizlenebilir temizleme cleaning clean
safe guvenli safe guvenlik
child cocuk child kid kids
woman kadin women woman
man erkek men man
slip kaymaz kayma slip nonslip
pocket cep pocket
colour renk color colour
warm sicak warm
cold soguk cold
waterproof gecirmez waterproof
stand stand ayak
set set takim
non-stick yapismaz nonstick
sensor sensor algilayici
fingerprint parmak fingerprint
face yuz face
kitchen mutfak kitchen
office ofis office
game oyun gaming game
sport spor sport
design tasarim design
performance performans performance
technology teknoloji technology
comfort konfor comfort rahat comfortable
strap kayis askı strap
quality kalite quality
"""

_CONCEPTS = {
    word: line.split()[0] for line in _CLASSES.split("\n") if line for word in line.split()
}


@lru_cache(maxsize=65536)
def concept(word: str) -> str:
    """What a word stands for: its class of synonyms, else its short stem."""
    stem = stem_in(word, _CONCEPTS, 3)
    return f"={_CONCEPTS[stem]}" if stem else short(word)
