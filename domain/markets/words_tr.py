"""Turkish wording that listings may not use; the notation is told in `phrases`."""

from __future__ import annotations

from typing import Final

from domain.markets.phrases import merge, phrases, split_in_two

_PROMOTIONAL: Final = phrases("""
ücretsiz|bedava|beleş .. kargo*|teslimat*|teslim|gönderi|gönderim*|nakliye*|iade*|montaj*
ücretsiz|bedava .. hediye*|kurulum|numune*
kargo|kargosu|kargonuz|teslimat|teslimatı|gönderim|nakliye bedava*|ücretsiz*|dahil*|bizden
free kargo*|teslimat*
yarı fiyat*
kupon*
bütçe dostu
fiyatı uygun|düşük|ucuz|cazip
sonu|günü|haftası fırsatı|fırsatları
kargo ücreti|parası|bedeli yok*|alınmaz|ödemeyin|ödemezsiniz|ödeme
bedava|bedavaya|bedavadan
hızlı|ekspres kargo*|teslimat*|gönderi*
aynı|ertesi gün kargo*|teslimat*|teslim|gönderi*
çok satan*|satılan*
en çok satan*|satılan*
satış rekor*
en çok tercih edilen*
en çok beğenilen*|sevilen*|aranan*|önerilen*|puan*
en popüler*
en yüksek puan*
en iyi|uygun|düşük|ucuz|cazip fiyat*
uygun|cazip|ekonomik|düşük|avantajlı|hesaplı|özel|şok|süper|indirimli|kampanyalı fiyat*
fiyat avantaj*|garanti*
ucuz*
en ucuz*
indirim*
kampanya*
promosyon*
efsane|kara|muhteşem|şahane cuma*
siber pazartesi*
anneler|babalar|sevgililer gün* özel fiyat*|indirim*|fırsat*
fırsat ürün*|fiyat*|gün*
süper|büyük|harika|müthiş|muhteşem|kaçırılmayacak|kaçmaz|inanılmaz|şok|günün|haftanın fırsat*
fırsatı|fırsatları kaçır*
sepette ek|indirim*|yüzde|özel|net
1|bir|2|iki|3|üç alana|al .. bedava|hediye|öde*
x al y öde
hediyeli
yanında|alana|birlikte hediye
taksit*
peşin fiyatına
para|paradan|paranızdan|bütçenizden|bütçeden|büyük|dev tasarruf*
tasfiye*
outlet ürün*|fiyat*|mağaza*|indirim*
stok erit*
seri|sezon sonu fiyat*
premium|birinci|üstün|eşsiz kalite*
birinci|1 sınıf kalite*
en üst|yüksek kalite*
en kaliteli
en iyi kalite*
para iade* garanti*
iade garanti*
koşulsuz iade*
müşteri memnuniyet* garanti*
memnuniyet garanti*
walmart .. gönderil*|karşılan*|teslim*
""")
PROMOTIONAL: Final = merge(
    _PROMOTIONAL,
    split_in_two("indirim", "i in de den le e li ler leri lerle lerde inde iyle siz"),
    split_in_two("kampanya", "ya yı da dan yla lı lar ları larla mız mızda sı sında nın"),
    split_in_two("promosyon", "u un da dan la a lu lar ları larla"),
)

RETAILERS: Final = phrases("""
walmart*
trendyol*
hepsiburada*
n11
n11.com
amazon.com.tr
gittigidiyor*
çiçeksepeti
aliexpress*
migros*
carrefour*
carrefoursa*
teknosa*
media markt*
mediamarkt*
vatan bilgisayar*
a101|bim|şok market*
koçtaş*
pttavm
pazarama
kitapyurdu
boyner*
watsons*
gratis mağaza*
morhipo*
""")

EXCLUSIVITY: Final = phrases("""
sadece|yalnızca|yalnız|tek burada|bizde|mağazamızda|sitemizde|dükkanımızda
sadece|yalnızca .. mağazamızda|mağazalarımızda|sitemizde|bizde|bizden
mağazamıza|sitemize|bize özel*
başka .. yerde bulamaz*|bulunmaz*|yok*
hiçbir yerde bulamaz*|bulunmaz*
tek satıcı*|yetkili|adres*
münhasır*
""")

COMPETITOR: Final = phrases("""
rakiplerinden|rakiplerimizden
rakiplerine|rakiplere göre|kıyasla|karşı|oranla
rakip marka*|ürün*|model*|firma*|tanımaz|tanımayan|tanımıyor
rakipsiz
diğer|başka marka*|ürün*|model* .. daha|göre|aksine|farklı
diğer|başka markalar*|markaların
piyasanın|piyasadaki|pazarın en iyi*|kaliteli|ucuz|güçlü|hızlı|dayanıklı|sağlam
dünyanın|piyasanın|piyasadaki en
türkiye'nin|türkiyenin en
1|bir numaralı
sektör|sektörün|pazar|pazarın lideri*
en iyi marka*
bir numara
muadillerinden|muadillerine|emsallerinden|emsalsiz|benzerlerinden
""")

AUTHENTICITY: Final = phrases("""
100 orijinal*|orjinal*
yüzde yüz orijinal*|orjinal*
orijinal|orjinal ürün*
orijinaldir|orjinaldir
orijinallik|orjinallik garanti*|belge*|sertifika*
garantili orijinal|orjinal
orijinal|orjinal garantili
sahte değil*
replika değil*
taklit değil*
yetkili satıcı*|bayi*
distribütör garanti*
orijinal|orjinal .. faturalı*
resmi distribütör*|satıcı*|bayi*
""")

AVAILABILITY: Final = phrases("""
stokta|stoklarda|stoklarımızda yok*|var|mevcut*|bulunmuyor|bulunmaz|kalmadı
stok*|stoklar tükendi|tükenmiştir|tükeniyor|tükenmeden|bitti|bitmeden
tükendi
stok*|stoklarla sınırlı*
sınırlı|kısıtlı|son stok*|sayıda|adet*
son 1|2|3|4|5|6|7|8|9|10|birkaç adet|ürün
çok|pek yakında
yakında satışta|geliyor|sizlerle|stokta|stoklarda|gelecek
tükenmek üzere
satıştan kaldırıl*
üretimi durdurul*|bitti|sonlandırıl*
üretimden kaldırıl*|kalktı
artık üretilmiyor|satılmıyor
ön|on sipariş*
""")

URGENCY: Final = phrases("""
sınırlı|kısıtlı süre*|zaman*
kaçırmayın|kaçırma
acele et|edin|ediniz|etmeyi
son şans*|şansınız
son fırsat*
hemen satın al*
hemen sipariş ver*|et*
hemen al|alın
sepete ekle*
bugüne özel
tükenmeden al*
""")

RESTRICTED: Final = phrases("""
biyobozunur*
biyo|biyolojik bozunur*|çözünür*|parçalanabilir*|bozunabilir*
biyoçözünür*
doğada|toprakta|kendiliğinden .. çözünür|çözünen|çözünebilen|çözünebilir|parçalanan|yok
kompostlanabilir*|kompostlaştırılabilir*
kompost olabil*
bozunabilir*
""")

BARRED: Final = phrases("""
pfas içermez|içermeyen|içermemektedir|yok*|bulunmaz|barındırmaz|kullanılmamıştır
pfassız|pfasız
pfas siz|sız|free|suz|süz
pfas'sız|pfas'siz
pfas maddesi|kimyasalı|kimyasalları içermez|içermeyen|yok
""")

ORIGIN: Final = phrases("""
made in turkey|türkiye|turkiye
türk malı*|yapımı
türkiye'de|türkiyede üretil*|yapıl*
türkiye üretim*
yerli üretim*|malı
abd|amerika|amerikan malı|yapımı|üretimi
abd'de|amerika'da üretil*|yapıl*
""")

HEALTH: Final = phrases("""
tedavi eder|edici|edebilir
hastalık*|hastalığı|hastalıkları iyileştir*|önle*|geçir*
şifa verir|verici|kaynağı
klinik olarak kanıtlan*
fda onaylı*
ağrıları|ağrıyı|ağrılarınızı yok|keser|bitirir|geçirir
kilo verdirir|verdiren
kanser*|diyabet* önle*|iyileştir*|karşı
""")

FINE: Final = phrases("""
ücretsiz montaj|kurulum video*|kılavuz*|rehber*|şema*|animasyon*
amazon ormanları|yağmur|nehri|alexa*|echo|fire|kindle|music|prime
enerji|su|yer|alan|zaman|yakıt|pil|elektrik tasarruf*
kaçırma korkusu*|kaygısı*|endişesi*|derdi*|riski*|ihtimali*|telaşı*
""")
