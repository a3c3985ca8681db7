"""What raters are told before they begin, unless a campaign says it otherwise: in Markdown."""

from __future__ import annotations

from typing import Final

from domain.judgement import Message

RATING: Final = Message(
    """## Nasıl değerlendirilir
Önce **ürün bilgilerini**, sonra **ilanı** baştan sona okuyun. Ancak ondan sonra puan verin.

1. **Anlaşılırlık** – İçerik ne kadar anlaşılır? Yalnızca dile bakın: cümleler ilk okuyuşta \
anlaşılıyor mu?
2. **İkna edicilik** – Satın alma motivasyonu yaratıyor mu? Yarar bu ürünün özelliklerinden mi \
çıkıyor, yoksa her ürüne uyan sözler mi?
3. **Doğruluk** – Teknik bilgiler doğru mu? Her sayıyı ürün bilgileriyle karşılaştırın. Orada \
olmayan bir iddia, kulağa doğru gelse de uydurulmuştur.
4. **Walmart tarzı** – Walmart standartlarına uygun mu? Sade, olgulara dayanan bir dil; \
abartı, büyük harfle bağırma ve kampanya sözü yok.
5. **Genel memnuniyet** – Genel olarak ne kadar memnunsunuz? Bu ilanı bugün yayımlar mıydınız?

## Puanlar
- **1** kullanılamaz, **3** düzeltilirse kullanılır, **5** olduğu gibi yayımlanır. 2 ve 4 \
bunların arasıdır.
- Her ölçütü ayrı düşünün: iyi yazılmış bir ilan yanlış bilgi verebilir.
- Ölçeğin tamamını kullanın. Karşılaştırma için başka ilanı değil, 1, 3 ve 5 için yazılı \
açıklamaları alın.

## Emin değilseniz
- Ürünü tanımıyorsanız tahmin etmeyin: ögeyi **geçin** ve nedenini seçin.
- Metinde bir sorun varsa (yanlış ürün, okunmayan metin) **bildirin**; yine de puan \
verebilirsiniz.
- İlanı kimin ya da hangi modelin yazdığını tahmin etmeye çalışmayın.
""",
    """## How to rate
Read the **product facts** first, then the whole **listing**. Only then give scores.

1. **Clarity** – How easy is the text to understand? Look at the language alone: is every \
sentence clear at first reading?
2. **Persuasiveness** – Does it make you want to buy? Do the benefits come from this product's \
features, or would they fit any product?
3. **Accuracy** – Is the technical information right? Compare every number with the facts. A \
claim that does not stand there is made up, however right it sounds.
4. **Walmart style** – Does it meet Walmart's standards? Plain, factual language; no \
exaggeration, no shouting in capitals, no offers.
5. **Overall** – How satisfied are you overall? Would you publish this listing today?

## Scores
- **1** cannot be used, **3** can be used after some editing, **5** can be published as it is. \
2 and 4 lie between.
- Think of each criterion by itself: a well written listing may tell something wrong.
- Use the whole scale. Compare with what is written for 1, 3 and 5, not with other listings.

## When you are not sure
- If you do not know the product, do not guess: **pass the item on** and choose the reason.
- If something is wrong with the text (another product, unreadable), **report** it; you may \
still rate it.
- Do not try to guess who or which model wrote the listing.
""",
)
COMPARISON: Final = Message(
    """## Nasıl karşılaştırılır
Önce **ürün bilgilerini**, sonra **iki ilanı** baştan sona okuyun. Hangisini yayımlamak \
isterdiniz?

- Önce **doğruluğa** bakın: ürün bilgilerinde olmayan ya da onlarla çelişen bir iddia, güzel \
bir cümleden daha ağırdır.
- Sonra **anlaşılırlık**, **ikna edicilik** ve **Walmart tarzı** gelir: sade, olgulara \
dayanan, olduğu gibi yayımlanabilecek bir dil.
- Uzun olan daha iyi değildir; solda duran da öyle.

## Yanıtlar
- **Biri daha iyi**: farkı bir cümleyle söyleyebiliyorsanız.
- **İkisi de iyi**: ikisini de bugün yayımlardınız ve fark önemsiz.
- **İkisi de kötü**: hiçbirini bu haliyle yayımlamazdınız.

Emin değilseniz ögeyi **geçin**; bir sorun varsa **bildirin**. İlanları hangi modelin \
yazdığını tahmin etmeye çalışmayın.
""",
    """## How to compare
Read the **product facts** first, then **both listings** to the end. Which one would you publish?

- Look at **accuracy** first: a claim that the facts do not have, or contradict, weighs more \
than a fine sentence.
- Then come **clarity**, **persuasiveness** and **Walmart style**: plain, factual language \
that could be published as it is.
- The longer one is not better for it; neither is the one on the left.

## Answers
- **One is better**: if you can say the difference in a sentence.
- **Both good**: you would publish either today, and the difference does not matter.
- **Both bad**: you would publish neither as it is.

If you are not sure, **pass the item on**; if something is wrong, **report** it. Do not try to \
guess which model wrote them.
""",
)
