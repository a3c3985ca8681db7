"""Units and counted things in Turkish and English, each with its dimension and size.

A table as text, one line a unit: `dimension factor words…`. Amounts of one dimension are
compared in its base unit, so that 30 cm is 300 mm and two years are 24 months. Things that
are merely counted (`count:camera`) are dimensions of their own: three cameras do not
support three speakers. Words are written as `reading.flatten` leaves them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.quality.grounding.inflection import stem_in

_TABLE = """
mp 1 mp megapiksel megapixel mpix mpx
mm 0.001 mikron micron um mikrometre micrometer
mm 0.000001 nanometre nanometer
mm 1 mm milimetre milimetrelik millimeter millimetre milim
mm 10 cm santim santimetre centimeter centimetre
mm 100 dm desimetre
mm 1000 m mt mtr metre meter
mm 1000000 km kilometre kilometer
inch 1 inc inch inches "
inch 12 ft feet foot fit
inch 36 yard yd
inch 63360 mile mil
g 0.000001 mcg ug mikrogram microgram
g 0.001 mg miligram milligram
g 1 g gr gram
g 1000 kg kilogram kilo
g 1000000 ton tonne
lb 1 lb lbs pound libre
lb 0.0625 oz ounce ons
ml 1 ml mililitre milliliter millilitre cc
ml 10 cl santilitre
ml 100 dl desilitre
ml 1000 l lt ltr litre liter
floz 1 floz
floz 128 galon gallon gal
mm2 1000000 m2 metrekare
mm2 100 cm2 santimetrekare
in2 1 sqin
in2 144 sqft
mm3 1000000000 m3 metrekup
mm3 1000 cm3
gb 0.000001 kb kilobayt kilobyte
gb 0.001 mb megabayt megabyte
gb 1 gb gigabayt gigabyte gig
gb 1000 tb terabayt terabyte
mbps 1 mbps mbit/s mb/s mbit
mbps 1000 gbps gbit/s gb/s gbit
mah 1 mah miliampersaat
mah 1000 ah ampersaat
wh 1 wh wattsaat
wh 1000 kwh kilovatsaat kilowattsaat
w 0.001 mw miliwatt
w 1 w watt vat
w 1000 kw kilowatt kilovat
w 1000000 megawatt
va 1 va
va 1000 kva
v 1 v volt
v 0.001 mv
v 1000 kv
a 1 a amp amper ampere
a 0.001 ma miliamper
hz 1 hz hertz
hz 1000 khz kilohertz
hz 1000000 mhz megahertz
hz 1000000000 ghz gigahertz
s 0.001 ms milisaniye millisecond
s 1 sn s sec second saniye
s 60 dk dak dakika min mins minute
s 3600 sa saat hour hr hrs h
s 86400 gun day
s 604800 hafta week
month 1 ay month mo
month 12 yil sene year yr yrs
celsius 1 °c c derece degree ° santigrat celsius
fahrenheit 1 °f fahrenheit
kelvin 1 kelvin k
percent 1 % yuzde percent pct
rpm 1 rpm devir d/dk dev/dk devir/dk devir/dakika
lmin 1 l/dk lt/dk l/min litre/dakika litre/dk
kmh 1 km/h km/s km/saat kmh km/sa
ms 1 m/s m/sn
m3h 1 m3/h m3/s m3/saat m3/sa
nit 1 nit cd/m2 candela kandela
lumen 1 lm lumen
lux 1 lux luks lx
db 1 db desibel decibel dba
dpi 1 dpi
ppi 1 ppi
fps 1 fps kare kare/s kare/saniye kare/sn
line 1 p
pixel 1 piksel pixel px
bar 1 bar
atm 1 atm
psi 1 psi
pa 1 pa pascal paskal
pa 1000 kpa
pa 1000000 mpa
hp 1 hp bg beygir horsepower
nm 1 nm newtonmetre
n 1 newton
joule 1 j joule jul
cal 1 cal kalori calorie
cal 1000 kcal kilokalori
kj 1 kj kilojul
btu 1 btu
ohm 1 ohm
farad 1 uf farad
ph 1 ph
spf 1 spf
gsm 1 gsm g/m2 gr/m2
denier 1 denye denier den
ayar 1 ayar karat carat ct kt
bit 1 bit
aperture 1 aperture
times 1 x kat kata times
try 1 tl lira try ₺
usd 1 usd dolar dollar $
eur 1 eur euro avro €
gbp 1 gbp sterlin £
number 1 numara
sizeno 1 beden size
piece 1 adet tane parca piece pcs pc pack paket ad unit
piece 12 duzine dozen
pair 1 cift pair
person 1 kisi kisilik person people
age 1 yas yasindan
generation 1 nesil kusak generation gen
star 1 yildiz star
point 1 puan
count:camera 1 kamera camera
count:lens 1 lens
count:core 1 cekirdek core
count:speaker 1 hoparlor speaker
count:microphone 1 mikrofon microphone mic mics
count:port 1 port giris baglantinoktasi
count:socket 1 priz socket outlet
count:sim 1 sim
count:mode 1 mod mode
count:program 1 program programme
count:colour 1 renk color colour
count:pocket 1 cep pocket
count:compartment 1 bolme goz compartment
count:layer 1 katman layer ply katli
count:level 1 kademe seviye level
count:speed 1 hiz speed
count:gear 1 vites gear
count:blade 1 bicak blade
count:button 1 tus dugme buton button
count:battery 1 pil battery batteries
count:fan 1 fan
count:motor 1 motor
count:wheel 1 tekerlek teker wheel
count:leg 1 bacak
count:drawer 1 cekmece drawer
count:door 1 kapak kapi door
count:shelf 1 raf shelf shelves
count:seat 1 koltuk seat
count:cushion 1 minder yastik cushion pillow
count:filter 1 filtre filter
count:sensor 1 sensor algilayici
count:head 1 baslik head
count:channel 1 kanal channel
count:band 1 bant band
count:cup 1 bardak fincan cup
count:plate 1 tabak plate
count:bulb 1 ampul bulb
count:led 1 led
count:tool 1 alet tool
count:user 1 kullanici musteri user customer
count:country 1 ulke country countries
count:wash 1 yikama wash washes
count:page 1 sayfa page
count:axis 1 eksen axis
count:string 1 tel string
count:side 1 taraf yon side
count:step 1 adim step
count:device 1 cihaz device
count:kit 1 takim
"""

_CONVERSIONS = {
    ("inch", "mm"): Decimal("25.4"),
    ("lb", "g"): Decimal("453.592"),
    ("floz", "ml"): Decimal("29.5735"),
    ("in2", "mm2"): Decimal("645.16"),
}
"""One unit of the first in the second: measures of two systems, compared after rounding."""

_TWO_WORDS = {
    ("mega", "piksel"): "megapiksel", ("mega", "pixel"): "megapixel",
    ("metre", "kare"): "m2", ("square", "meter"): "m2", ("square", "metre"): "m2",
    ("square", "inch"): "sqin", ("sq", "inch"): "sqin", ("sq", "in"): "sqin",
    ("square", "foot"): "sqft", ("square", "feet"): "sqft", ("sq", "ft"): "sqft",
    ("sq", "feet"): "sqft", ("inc", "kare"): "sqin",
    ("metre", "kup"): "m3", ("fl", "oz"): "floz", ("fluid", "ounce"): "floz",
    ("amper", "saat"): "ampersaat", ("miliamper", "saat"): "miliampersaat",
    ("watt", "saat"): "wattsaat", ("kilowatt", "saat"): "kilowattsaat",
    ("derece", "celsius"): "derece", ("degree", "celsius"): "derece",
    ("derece", "santigrat"): "derece", ("degree", "fahrenheit"): "fahrenheit",
    ("beygir", "gucu"): "beygir", ("horse", "power"): "hp", ("us", "dollar"): "usd",
    ("newton", "metre"): "nm", ("giga", "bayt"): "gb", ("giga", "byte"): "gb",
}  # fmt: skip


ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount is measured in: `factor` base units of `dimension`."""

    dimension: str
    factor: Decimal
    word: str

    def times(self, values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        """Values in this unit, in base units."""
        if self.factor is ONE:
            return values
        return tuple([value * self.factor for value in values])

    def own(self, values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        """Values in base units, in this unit."""
        if self.factor is ONE:
            return values
        return tuple([value / self.factor for value in values])

    @property
    def is_count(self) -> bool:
        """Whether it counts things rather than measures."""
        return self.dimension.startswith("count:") or self.dimension in ("piece", "pair", "person")


def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for line in _TABLE.split("\n"):
        if line:
            dimension, factor, *words = line.split()
            for word in words:
                units[word] = Unit(dimension, ONE if factor == "1" else Decimal(factor), word)
    return units


UNITS = _units()
_DECOYS = frozenset({"model", "gunes", "gozluk", "gozlem", "modul", "unite", "ayna"})
"""Words that look like an inflected unit but are not one: `güneş` is no form of `gün`."""

_STEMS = _DECOYS | frozenset(word for word in UNITS if len(word) >= 3 and word.isalpha())
_SHORT_ENDINGS = ("lik", "luk", "li", "lu", "s")


@lru_cache(maxsize=16384)
def unit_of(word: str) -> Unit | None:
    """The unit that a word names, in any of its inflected forms; None for other words."""
    found = UNITS.get(word)
    if found is None and word.isalpha():
        stem = stem_in(word, _STEMS, 3)
        if stem is None:
            for ending in _SHORT_ENDINGS[:4]:
                head = word[: -len(ending)]
                if word.endswith(ending) and head in UNITS:
                    stem = head
                    break
        found = UNITS.get(stem) if stem else None
    return found


@lru_cache(maxsize=16384)
def unit_of_two(first: str, second: str) -> Unit | None:
    """The unit that two words name together, such as `mega piksel` or `fl oz`."""
    for (one, two), name in _TWO_WORDS.items():
        if first == one and stem_in(second, (two,)):
            return UNITS[name]
    return None


def convert(amount: Decimal, dimension: str, other: str) -> Decimal | None:
    """`amount` of one system's base unit in another system's; None where none leads there."""
    if factor := _CONVERSIONS.get((dimension, other)):
        return amount * factor
    if factor := _CONVERSIONS.get((other, dimension)):
        return amount / factor
    if (dimension, other) == ("fahrenheit", "celsius"):
        return (amount - 32) * 5 / 9
    if (dimension, other) == ("celsius", "fahrenheit"):
        return amount * 9 / 5 + 32
    return None
