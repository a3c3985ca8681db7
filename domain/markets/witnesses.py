"""Words that show which language a text is in; folded, as everything compared is."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TURKISH_STOPWORDS: Final = _words("""
ve bir ile icin bu da de olan daha cok gibi sayesinde hem en her kadar sizin siz ya veya ise olarak
ayrica sunar saglar sahip uzun rahat kolay kullanim tum gun boyunca sonra yeni ama ancak olur eder
yapar icerir degil ne o iyi az gore karsi uzere boylece birlikte icinde uzerinde var yok bile zaman
size sunuyor sagliyor ediyor oluyor
""")
ENGLISH_STOPWORDS: Final = _words("""
the and with for of to is your in this a an that you it are on from or be can as by at its our has
have will while when more not so into every all any they them was but which up out one these those
than also both if their
""")
# Words of one language that mean nothing in the other.
SURELY_ENGLISH: Final = _words("""
the and with for of to is your this that you are from our have while when more not into every it
will which their these
""")
SURELY_TURKISH: Final = _words("""
ve icin ile sayesinde boyunca olarak kablosuz kadin erkek cocuk beyaz siyah kirmizi ekran kulaklik
telefon akilli kilif canta ayakkabi urun ozellik paslanmaz celik pamuklu pamuk elbise tisort gomlek
bardak tencere tava sarj cihazi adaptoru hizli yuksek dusuk buyuk kucuk gecirmez sessiz guclu
dayanikli hafif cok bir daha yeni uyumlu kamerali ekranli
""")
# Ends of long words that are common in Turkish, for text typed without its letters.
TURKISH_ENDINGS: Final = _words(
    "lar ler lari leri dir dur lik luk nda nde dan den maz mez yor siniz abilir ebilir iyle"
)
TURKISH_LETTERS: Final = frozenset("ğĞşŞıİ")
TURKISH_LETTERS_TOO: Final = TURKISH_LETTERS | frozenset("çÇöÖüÜ")

_ACRONYMS: Final = """
LED OLED AMOLED QLED MINILED NANOCELL QNED HDMI HDCP WIFI WLAN NFC USB RAM ROM SSD HDD NVME SATA
PCIE DDR GDDR LPDDR IPS LCD TFT HDR UHD FHD WUXGA CPU GPU NPU DSLR CMOS OIS EIS AI UV UVA UVB SPF
HEPA ULPA ABS EPS PVC EVA TPU TPE PET HDPE LDPE PTFE PFOA BPA MDF HDF SUV ATV BMX MTB RGB ARGB FM
AM DAB GPS GLONASS LTE GSM CDMA VOIP POE NAS RAID BIOS UEFI EAN UPC ISBN OEKO TEX OEKO-TEX GOTS FSC
ISO IEC ANSI ASTM FDA CE TSE ROHS REACH GMP HACCP USDA ATX ITX MATX LGA DVD CD BLURAY PC TV VR AR
XL XXL XXXL XXS SMS MMS SIM ESIM IMAX THX DTS AAC FLAC MP LDAC APTX ANC ENC DSP EQ BTU RPM PSI PWM
AWD RWD ECU OBD TDI HIIT EMS TENS BCAA DHA EPA MCT UHT DIY STEM LEGO IKEA NASA NATO UEFA FIFA NBA
NFL NHL UNESCO GRS RWS ECARF DIN JBL LG HP MSI AMD NVIDIA INTEL RTX GTX DLSS FSR SODIMM UDIMM ECC
IOS SDXC SDHC XQD CFEXPRESS POM EDC PTZ DVR NVR CCTV IR PIR SOS MPPT AGM VRLA LIPO NIMH LIFEPO IPX
PRO MAX HEVC WEBP JPEG RAW CAD FEP PLA PETG SLA FDM CNC EDP EDT ADHD XPG COB SMD PAR DMX XLR TRS
TOSLINK SPDIF ARC EARC ALLM VRR MEMC
"""
ACRONYMS: Final = _words(_ACRONYMS)
# Short words that shout when in capitals; other short words in capitals are taken for codes.
SHORT_SHOUTS: Final = _words("""
FREE SALE NEW BEST TOP HOT WOW NOW BIG THE AND FOR WITH YOU YOUR GET BUY OUR ALL OFF ONLY GIFT LOW
DEAL FAST EASY GOOD YENİ YENI SÜPER SUPER ÇOK COK EN İYİ IYI UCUZ ÜCRETSİZ BEDAVA HIZLI ŞOK SOK
HEDİYE FIRSAT İLE ILE VE İÇİN ICIN BU ÖZEL OZEL TAM BÜYÜK BUYUK HEMEN SON ŞIK SIK HAFİF
""")

# Brands that name nothing else, so that finding one in another brand's title means something.
BRANDS: Final = _words("""
samsung xiaomi huawei sony philips bosch siemens arcelik vestel beko nike adidas puma reebok asics
skechers dyson tefal karaca korkmaz braun panasonic toshiba lenovo asus acer logitech jbl bose
sennheiser anker motorola oneplus oppo realme vivo garmin fitbit canon nikon fujifilm gopro makita
dewalt einhell stanley delonghi nespresso krups rowenta electrolux grundig whirlpool hisense
playstation xbox nintendo lego nivea loreal garnier maybelline pampers prima huggies oralb gillette
michelin pirelli lassa casio seiko citizen tissot kitchenaid cuisinart instantpot vitamix keurig
yeti hydroflask thermos iphone airpods macbook ipad
""")
