"""Turkish endings: on every kind of word, and from one word to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.augmentation.harmony import Lemma, forms, inflect, transferred
from training.augmentation.synonyms import INFLECTED

SORUN = Lemma("sorun")
PROBLEM = Lemma("problem")
CEVAP = Lemma("cevap", soft=True)
YANIT = Lemma("yanıt")
IHTIYAC = Lemma("ihtiyaç", soft=True)
KONUK = Lemma("konuk", soft=True)
KANAT = Lemma("kanat", soft=True)
HEDIYE = Lemma("hediye")
KUSKU = Lemma("kuşku")
OYKU = Lemma("öykü")
MACERA = Lemma("macera")
SEYAHAT = Lemma("seyahat", front=True)
IMKAN = Lemma("imkân")
GOZ = Lemma("göz")

OWNED = ("(I)m", "(I)n", "(s)I", "(I)mIz", "(I)nIz")
CASES = ("", "(y)I", "(y)A", "DA", "DAn", "(n)In", "(y)lA")


@pytest.mark.parametrize(
    ("lemma", "written"),
    [
        (SORUN, "sorun sorunu soruna sorunda sorundan sorunun sorunla"),
        (PROBLEM, "problem problemi probleme problemde problemden problemin problemle"),
        (CEVAP, "cevap cevabı cevaba cevapta cevaptan cevabın cevapla"),
        (YANIT, "yanıt yanıtı yanıta yanıtta yanıttan yanıtın yanıtla"),
        (IHTIYAC, "ihtiyaç ihtiyacı ihtiyaca ihtiyaçta ihtiyaçtan ihtiyacın ihtiyaçla"),
        (KONUK, "konuk konuğu konuğa konukta konuktan konuğun konukla"),
        (KANAT, "kanat kanadı kanada kanatta kanattan kanadın kanatla"),
        (HEDIYE, "hediye hediyeyi hediyeye hediyede hediyeden hediyenin hediyeyle"),
        (KUSKU, "kuşku kuşkuyu kuşkuya kuşkuda kuşkudan kuşkunun kuşkuyla"),
        (OYKU, "öykü öyküyü öyküye öyküde öyküden öykünün öyküyle"),
        (MACERA, "macera macerayı maceraya macerada maceradan maceranın macerayla"),
        (SEYAHAT, "seyahat seyahati seyahate seyahatte seyahatten seyahatin seyahatle"),
        (IMKAN, "imkân imkânı imkâna imkânda imkândan imkânın imkânla"),
        (GOZ, "göz gözü göze gözde gözden gözün gözle"),
    ],
)
def test_cases(lemma: Lemma, written: str):
    assert [inflect(lemma, ("", "", case)) for case in CASES] == written.split()


@pytest.mark.parametrize(
    ("lemma", "written"),
    [
        (SORUN, "sorunum sorunun sorunu sorunumuz sorununuz"),
        (PROBLEM, "problemim problemin problemi problemimiz probleminiz"),
        (CEVAP, "cevabım cevabın cevabı cevabımız cevabınız"),
        (IHTIYAC, "ihtiyacım ihtiyacın ihtiyacı ihtiyacımız ihtiyacınız"),
        (KONUK, "konuğum konuğun konuğu konuğumuz konuğunuz"),
        (HEDIYE, "hediyem hediyen hediyesi hediyemiz hediyeniz"),
        (KUSKU, "kuşkum kuşkun kuşkusu kuşkumuz kuşkunuz"),
        (OYKU, "öyküm öykün öyküsü öykümüz öykünüz"),
        (MACERA, "maceram maceran macerası maceramız maceranız"),
        (SEYAHAT, "seyahatim seyahatin seyahati seyahatimiz seyahatiniz"),
        (IMKAN, "imkânım imkânın imkânı imkânımız imkânınız"),
    ],
)
def test_persons(lemma: Lemma, written: str):
    assert [inflect(lemma, ("", owned, "")) for owned in OWNED] == written.split()
    theirs = {word[: len(lemma.text) - 1] for word in written.split()}
    assert theirs == {lemma.text[:-1]}


@pytest.mark.parametrize(
    ("lemma", "written"),
    [
        (CEVAP, "cevabımızı cevabına cevabında cevabından cevabının cevabıyla cevabınızda"),
        (KONUK, "konuğumuzu konuğuna konuğunda konuğundan konuğunun konuğuyla konuğunuzda"),
        (
            HEDIYE,
            "hediyemizi hediyesine hediyesinde hediyesinden hediyesinin hediyesiyle hediyenizde",
        ),
        (
            SEYAHAT,
            "seyahatimizi seyahatine seyahatinde seyahatinden seyahatinin seyahatiyle "
            "seyahatinizde",
        ),
        (OYKU, "öykümüzü öyküsüne öyküsünde öyküsünden öyküsünün öyküsüyle öykünüzde"),
    ],
)
def test_persons_with_cases(lemma: Lemma, written: str):
    his = [("", "(s)I", case) for case in ("nA", "nDA", "nDAn", "nIn", "ylA")]
    endings = [("", "(I)mIz", "(y)I"), *his, ("", "(I)nIz", "DA")]
    assert [inflect(lemma, one) for one in endings] == written.split()


@pytest.mark.parametrize(
    ("lemma", "written"),
    [
        (SORUN, "sorunlar sorunları sorunlarınıza sorunlarında sorunlarla"),
        (PROBLEM, "problemler problemleri problemlerinize problemlerinde problemlerle"),
        (CEVAP, "cevaplar cevapları cevaplarınıza cevaplarında cevaplarla"),
        (KONUK, "konuklar konukları konuklarınıza konuklarında konuklarla"),
        (SEYAHAT, "seyahatler seyahatleri seyahatlerinize seyahatlerinde seyahatlerle"),
        (IMKAN, "imkânlar imkânları imkânlarınıza imkânlarında imkânlarla"),
    ],
)
def test_plurals_keep_the_hard_consonant(lemma: Lemma, written: str):
    endings = [("", ""), ("(s)I", ""), ("(I)nIz", "(y)A"), ("(s)I", "nDA"), ("", "(y)lA")]
    assert [inflect(lemma, ("lAr", *one)) for one in endings] == written.split()


@pytest.mark.parametrize(
    ("word", "source", "target", "wanted"),
    [
        ("sorununuz", SORUN, PROBLEM, "probleminiz"),
        ("sorunlarınızdan", SORUN, PROBLEM, "problemlerinizden"),
        ("cevaba", CEVAP, YANIT, "yanıta"),
        ("yolculuğa", Lemma("yolculuk", soft=True), SEYAHAT, "seyahate"),
        ("seyahatlerinizde", SEYAHAT, Lemma("yolculuk", soft=True), "yolculuklarınızda"),
        ("ihtiyacınız", IHTIYAC, Lemma("gereksinim"), "gereksiniminiz"),
        ("hediyesine", HEDIYE, Lemma("armağan"), "armağanına"),
        ("evi", Lemma("ev"), Lemma("konu"), None),  # evi: konuyu, konusu
        ("sorunu", SORUN, PROBLEM, "problemi"),  # two forms of both, and alike in both
        ("sorunsuz", SORUN, PROBLEM, None),
        ("soru", SORUN, PROBLEM, None),
    ],
)
def test_endings_move_to_another_word(word: str, source: Lemma, target: Lemma, wanted: str | None):
    assert transferred(word, source, target) == wanted


@pytest.mark.parametrize("pair", INFLECTED, ids=lambda pair: f"{pair[0].text}-{pair[1].text}")
def test_there_and_back_gives_the_form_or_none(pair: tuple[Lemma, Lemma]):
    source, target = pair
    for form in forms(source):
        there = transferred(form, source, target)
        if there is not None:
            assert there in forms(target)
            assert transferred(there, target, source) in {form, None}


@pytest.mark.parametrize("pair", INFLECTED, ids=lambda pair: f"{pair[0].text}-{pair[1].text}")
def test_most_forms_can_be_moved(pair: tuple[Lemma, Lemma]):
    source, target = pair
    moved = [form for form in forms(source) if transferred(form, source, target)]
    assert len(moved) > 0.8 * len(forms(source))


WORDS = st.from_regex(
    "[bdgklmnrsştyz][aeıioöuü][bçdgkmnprsştz]?([aeıioöuü][kmnprtz]?)?", fullmatch=True
)


@given(WORDS, st.booleans())
def test_vowels_of_endings_follow_the_vowel_before(word: str, soft: bool):
    lemma = Lemma(word, soft=soft and word[-1] in "kpçt")
    for form in forms(lemma):
        vowels = [letter for letter in form[len(word) - 1 :] if letter in "aeıioöuü"]
        last = next(letter for letter in reversed(word) if letter in "aeıioöuü")
        for before, after in zip([last, *vowels], vowels, strict=False):
            assert (before in "aıou") == (after in "aıou"), form
            assert after not in "oö" or after == before, form
