"""Materials, certificates and other checkable claims, in Turkish and English, as data.

One claim a line: `name < more general names : form ; form ; …`. A form is one or more words
as `reading.flatten` leaves them, each found in its inflected forms too; `^ce` is found only
in capitals, `=iron` only as it stands. An indented line goes on with the forms.
"""

from __future__ import annotations

MATERIALS = """
metal : metal
steel < metal : celik ; steel
stainless steel < steel : paslanmaz celik ; stainless steel ; paslanmaz ; stainless ; inox
carbon steel < steel : karbon celik ; carbon steel
titanium < metal : titanyum ; titanium
aluminium < metal : aluminyum ; aluminum ; aluminium
iron < metal : demir ; =iron
cast iron < iron : dokum demir ; cast iron ; dokme demir
brass < metal : pirinc govde ; pirinc alasim ; pirinc kaplama ; brass
copper < metal : bakir ; copper
zinc < metal : cinko ; zinc
bronze < metal : bronz alasim ; bronz dokum
magnesium < metal : magnezyum ; magnesium
gold < metal : altin kaplama ; =gold plated ; som altin ; ayar altin ; solid gold ; karat gold
silver < metal : gumus kaplama ; ayar gumus ; som gumus ; sterling silver ; silver plated
platinum < metal : platin kaplama ; =platinum plated
chrome < metal : krom kaplama ; kromaj ; chrome plated
leather : deri ; leather
genuine leather < leather : gercek deri ; hakiki deri ; genuine leather ; real leather
nappa leather < genuine leather leather : nappa deri ; nappa leather ; napa deri
full-grain leather < genuine leather leather : full grain leather ; tam tahil deri
faux leather : suni deri ; yapay deri ; sentetik deri ; vegan deri ; ^pu deri ; faux leather
    ; pu leather ; vegan leather ; synthetic leather ; artificial leather ; suni deriden
    ; leatherette
suede : suet ; suede
nubuck : nubuk ; nubuck
cotton : pamuk ; cotton
organic cotton < cotton : organik pamuk ; organic cotton
wool : =yun ; yunlu ; yunden ; wool ; woolen ; woollen
merino wool < wool : merinos yunu ; merinos ; merino
cashmere < wool : kasmir ; cashmere
silk : ipek ; silk
linen : keten ; linen
polyester : polyester ; poliester
polyamide : polyamid ; poliamid ; naylon ; nylon ; polyamide
elastane : elastan ; elastane ; likra ; lycra ; spandex
viscose : viskon ; viskoz ; viscose ; rayon
modal : =modal kumas ; modal fabric
acrylic : akrilik ; acrylic
denim : denim
velvet : kadife ; velvet
fleece : polar kumas ; polar astar ; fleece
microfibre : mikrofiber ; microfiber ; microfibre ; mikro fiber
mesh : mesh
canvas : kanvas ; canvas
gore-tex : gore tex ; goretex
wood : ahsap ; masif ; wood ; wooden ; masif agac ; kontrplak ; plywood
solid wood < wood : masif ahsap ; solid wood
oak < wood : mese ; oak
walnut wood < wood : ceviz agaci ; ceviz ahsap ; walnut wood
beech < wood : kayin ; beech
pine < wood : cam agaci ; pine wood ; pinewood ; cam ahsabi
teak < wood : tik agaci ; teak
bamboo : bambu ; bamboo
mdf : mdf
chipboard : sunta ; yonga levha ; chipboard ; particle board
rattan : rattan ; hasir
glass : cam ; glass
tempered glass < glass : temperli cam ; tempered glass
borosilicate glass < glass : borosilikat cam ; borosilikat ; borosilicate glass ; borosilicate
gorilla glass < glass : gorilla glass ; gorilla cam
crystal glass < glass : kristal cam ; crystal glass
sapphire : safir ; sapphire
ceramic : seramik ; ceramic
porcelain < ceramic : porselen ; porcelain
silicone : silikon ; silicone
rubber : kaucuk ; rubber ; =lastik taban
plastic : plastik ; plastic
abs plastic < plastic : ^abs ; abs plastik ; abs plastic
polycarbonate < plastic : polikarbonat ; polycarbonate
polypropylene < plastic : polipropilen ; polypropylene
polyethylene < plastic : polietilen ; polyethylene
pvc < plastic : pvc
pet < plastic : pet sise ; ^pet plastik
tritan < plastic : tritan
tpu < plastic : tpu
eva : ^eva
carbon fibre : karbon fiber ; carbon fiber ; carbon fibre ; karbonfiber
fibreglass : fiberglas ; cam elyaf ; fiberglass ; cam fiber
kevlar : kevlar
granite : granit ; granite
marble : mermer ; marble
latex : lateks ; latex
memory foam : visko ; visco ; viskoelastik ; memory foam ; hafizali sunger
foam : =sunger dolgu ; polyurethane foam
down : kaz tuyu ; goose down ; duck down ; ordek tuyu
teflon : teflon
enamel : emaye ; enamel
diamond : pirlanta ; =elmas uc ; diamond
pearl : inci kolye ; inci kupe
zircon : zirkon ; zirconia
jute : =jut ; jute
felt : =kece
"""

CERTIFICATES = """
certificate : sertifika ; sertifikali ; certificate ; certified ; certification ; =belgeli
    ; =belgesi ; =belgesine ; tescilli ; onayli ; =approved
ce < certificate : ^ce
tse < certificate : ^tse ; ^tsek
ul < certificate : ^ul
fda < certificate : ^fda
fcc < certificate : ^fcc
gs < certificate : ^gs
tuv < certificate : =tuv
etl < certificate : ^etl
rohs < certificate : rohs
reach < certificate : ^reach
gots < certificate : gots
bsci < certificate : bsci
gmp < certificate : ^gmp
haccp < certificate : haccp
brc < certificate : ^brc
oeko-tex < certificate : oeko tex ; oekotex
oeko-tex standard 100 < oeko-tex certificate : oeko tex standard 100 ; oeko tex 100
    ; oekotex standard 100 ; oekotex 100
bluesign < certificate : bluesign
fair trade < certificate : fair trade ; fairtrade ; adil ticaret
fsc < certificate : ^fsc
pefc < certificate : ^pefc
rainforest alliance < certificate : rainforest alliance
energy star < certificate : energy star
epeat < certificate : epeat
certipur < certificate : certipur
greenguard < certificate : greenguard
nsf < certificate : ^nsf
lfgb < certificate : ^lfgb
astm < certificate : ^astm
mil-std < certificate : =mil std ; military standard ; askeri standart
mfi < certificate : =mfi ; made for iphone
thx < certificate : ^thx
halal < certificate : helal ; halal
kosher < certificate : koser ; kosher
vegan < certificate : vegan
organic < certificate : organik ; organic
cruelty-free < certificate : cruelty free ; hayvanlar uzerinde test edilmemis
    ; hayvanlar uzerinde test edilmez ; hayvanlar uzerinde denenmemis ; leaping bunny
dermatologically tested : dermatolojik olarak test edilmis ; dermatologically tested
    ; dermatolojik ; dermatolog ; dermatologically ; dermatologist
hypoallergenic : hipoalerjenik ; hypoallergenic ; antialerjik ; anti alerjik
clinically proven : klinik ; clinically
antibacterial : antibakteriyel ; anti bakteriyel ; antibacterial ; antimikrobiyal ; antimicrobial
"""

CLAIMS = """
water resistant : suya dayanikli ; su gecirmez ; su gecirmeyen ; waterproof ; water resistant
    ; su itici ; suya direncli ; su gecirmezlik ; suya dayaniklilik ; water resistance
    ; water proof ; suya karsi dayanikli ; suya karsi koruma ; water repellent
    ; su sicramalarina ; splash resistant ; splashproof
waterproof < water resistant : su gecirmez ; su gecirmeyen ; waterproof ; su gecirmezlik
    ; water proof
dustproof : toz gecirmez ; dustproof ; toza dayanikli ; dust resistant ; toza karsi
fireproof : yanmaz ; alev almaz ; fireproof ; flame retardant ; atese dayanikli
shockproof : darbeye dayanikli ; darbe emici ; shockproof ; shock resistant
scratch resistant : cizilmez ; cizilmeye karsi ; cizilmeye dayanikli ; scratch resistant
    ; scratchproof
wireless : kablosuz ; wireless ; cordless
bluetooth < wireless : bluetooth
wi-fi < wireless : wi fi ; wifi ; kablosuz internet
nfc < wireless : nfc
gps : gps
oled : oled
amoled < oled : amoled
noise cancelling : gurultu engelleme ; gurultu onleme ; gurultu onleyici ; gurultu engelleyici
    ; noise cancelling ; noise cancellation ; noise canceling ; ^anc
fast charging : hizli sarj ; fast charging ; fast charge ; quick charge ; super hizli sarj
wireless charging < wireless : kablosuz sarj ; wireless charging ; wireless charge
award : odullu ; odul kazanan ; odul kazanmis ; odul sahibi ; award
doctor approved : doktor onayli ; doktorlarin onerdigi ; doctor approved ; doctor recommended
    ; doktor tavsiyeli ; uzman onayli ; doktorlar tarafindan
patented : patentli ; patent ; patented
handmade : el yapimi ; handmade ; hand made ; el isciligi ; handcrafted
warranty : garantili ; garanti ; warranty ; garanti kapsaminda
recycled : geri donusturulmus ; recycled
domestic origin : yerli uretim ; yerli mali ; turk mali ; yerli ve milli
4k : ultra hd ; uhd
full hd : full hd ; fhd
hdr : hdr
dolby : dolby
hepa : hepa
"""
