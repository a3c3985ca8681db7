"""Listings that show a model what is wanted, in Turkish: every claim stands in its facts."""

from __future__ import annotations

from typing import Final

from domain.listing import Listing, Product

_FLASK: Final = Product(
    name="Lumora Çelik Termos",
    brand="Lumora",
    category="Mutfak > Termos ve Matara",
    features=(
        "750 ml kapasite",
        "Çift duvarlı 18/8 paslanmaz çelik gövde",
        "12 saat sıcak, 24 saat soğuk tutar",
        "Sızdırmaz vidalı kapak",
        "Geniş ağız, elde yıkanır",
    ),
    keyword="çelik termos",
    price_range="400-600 TL",
    competition="high",
)
_FLASK_LISTING: Final = Listing(
    title="Lumora Çelik Termos 750 ml, 12 Saat Sıcak Tutan Sızdırmaz Kapaklı",
    features=(
        "12 saat sıcak, 24 saat soğuk: çayınız da limonatanız da istediğiniz ısıda",
        "Sızdırmaz vidalı kapak: çantanızdaki defter ve eşyalar kuru kalır",
        "Çift duvarlı 18/8 paslanmaz çelik gövde ısıyı içeride tutar",
        "750 ml kapasite: uzun yolda içeceğiniz hep yanınızda",
        "Geniş ağız sayesinde elde kolayca yıkanır",
    ),
    description=(
        "<p>Sabah demlediğiniz çay işe varmadan soğuyor, çantaya koyduğunuz şişe defterleri "
        "ıslatıyorsa bu sıkıntıyı iyi bilirsiniz. Gün boyu dışarıda olan herkes içeceğini "
        "istediği ısıda ve gönül rahatlığıyla taşımak ister. Lumora çelik termos, bu sıkıntılara "
        "sade bir çözüm getirir.</p>"
        "<p>Çift duvarlı 18/8 paslanmaz çelik gövde içeceğinizi 12 saat sıcak, 24 saat soğuk "
        "tutar. Kışın çayınızı, yazın soğuk suyunuzu aynı şişede taşırsınız. Sızdırmaz vidalı "
        "kapak sıkıca kapanır; termosu çantaya koyarken aklınız içindeki kitaplarda kalmaz. Geniş "
        "ağız hem doldurmayı hem temizliği kolaylaştırır: buz küplerini zahmetsizce atar, "
        "termosunuzu akşam elde yıkar, sabah yeniden doldurursunuz.</p>"
        "<p>750 ml kapasite, uzun bir toplantıda, hafta sonu yürüyüşünde ya da çocuğunuzun "
        "antrenmanını beklerken yanınızda bol içecek bulunması demektir. Böylece dışarıdan sık "
        "sık içecek almak yerine evde kendi ellerinizle hazırladığınızı yudumlarsınız. İster "
        "masanızda dursun ister arabada size eşlik etsin, bu termos gününüze kolayca uyum sağlar. "
        "Kahve sevenler öğleden sonraki molada da sıcak fincanına kavuşur, spor yapanlar "
        "antrenman sonunda soğuk suyunu hazır bulur. Sıcak çorbadan soğuk limonataya kadar "
        "sevdiğiniz tatları yanınıza alın; molanız nerede olursa olsun ilk yudum evdeki kadar "
        "keyifli olsun.</p>"
    ),
)

_RAINCOAT: Final = Product(
    name="Poyra Kadın Yağmurluk",
    brand="Poyra",
    category="Giyim > Kadın > Yağmurluk",
    features=(
        "Su geçirmez polyester kumaş",
        "Ayarlanabilir kapüşon",
        "Fermuarlı iki yan cep",
        "Kendi cebine katlanır",
        "310 gram ağırlık",
    ),
    keyword="kadın yağmurluk",
)
_RAINCOAT_LISTING: Final = Listing(
    title="Poyra Kadın Yağmurluk, Su Geçirmez ve Katlanabilir, Kapüşonlu, 310 g",
    features=(
        "Su geçirmez polyester kumaş: sağanakta üstünüz kuru kalır",
        "310 gram ağırlık: çantada taşıdığınızı unutursunuz",
        "Ayarlanabilir kapüşon rüzgârda başınızdan kaymaz",
        "Kendi cebine katlanır, çantada az yer tutar",
        "Fermuarlı iki yan cep telefonunuzu ve anahtarınızı korur",
    ),
    description=(
        "<p>Sabah pırıl pırıl olan gökyüzü öğleden sonra kararınca, şemsiyesini evde unutan "
        "herkesin planı bozulur. Kalın bir mont çantaya sığmaz, ince bir hırka ise ilk damlada "
        "ıslanır. Poyra kadın yağmurluk, sabahtan akşama ne yapacağı belli olmayan havalar için "
        "tasarlandı.</p>"
        "<p>Su geçirmez polyester kumaş yağmuru dışarıda bırakır, siz de saçak altı aramadan "
        "yolunuza devam edersiniz. Kapüşonu ayarlanabilir; rüzgâr çıktığında sıkar, yağmur "
        "dinince gevşetirsiniz. Fermuarlı iki yan cep telefonunuzu, anahtarınızı ve ulaşım "
        "kartınızı elinizin altında tutar. Hava açtığında yağmurluk kendi cebine katlanır ve "
        "çantanızın köşesinde sırasını bekler. Yalnızca 310 gram olduğu için gün boyu taşısanız "
        "da omzunuza yük bindirmez.</p>"
        "<p>İşe yürürken, çocuğunuzu okuldan alırken ya da hafta sonu doğada gezerken aynı "
        "parçayı rahatlıkla giyersiniz. Seyahate çıkarken bavulda az yer tutması, yanınıza bir "
        "kıyafet daha alabilmeniz anlamına gelir. Kapının yanında asılı dursun ya da çantanızda "
        "hazır beklesin, bu yağmurluk ani sağanakların tedirginliğini üzerinizden alır. Üstelik "
        "girdiğiniz kafede ıslak şemsiyeyi koyacak yer aramak, kalabalık kaldırımda kimseye "
        "çarpmamaya çalışmak da derdiniz olmaktan çıkar; elleriniz boş kalır, adımlarınız "
        "rahatlar. Hava nasıl olursa olsun gününüz planladığınız gibi sürer.</p>"
    ),
)

SHOWN: Final[tuple[tuple[Product, Listing], ...]] = (
    (_FLASK, _FLASK_LISTING),
    (_RAINCOAT, _RAINCOAT_LISTING),
)
