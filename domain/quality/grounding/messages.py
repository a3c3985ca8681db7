"""The findings that grounding makes, in both languages."""

from __future__ import annotations

from dataclasses import replace

from domain.judgement import Finding, Message, Place, Severity
from domain.quality.grounding.facts import Contrary
from domain.quality.grounding.reading import read
from domain.quality.grounding.values import Claim

_NAMES = {
    "number": ("değerinin", "number"),
    "size": ("ölçüsünün", "size"),
    "material": ("malzemesinin", "material"),
    "certificate": ("beyanının", "certificate or statement"),
    "model_code": ("model kodunun", "model code"),
    "claim": ("iddiasının", "claim"),
}
_LONGEST = 80


def unsupported(
    claim: Claim, severity: Severity, place: Place, text: str, contrary: Contrary | None
) -> Finding:
    """A claim that no product fact supports, and the two ways to mend it."""
    tr_name, en_name = _NAMES[claim.kind]
    shown = _short(read(text).text)
    tr = f"“{shown}” {tr_name} ürün bilgilerinde kaynağı yok"
    en = f"The {en_name} “{shown}” has no source in the product facts"
    if contrary is not None:
        tr = f"“{shown}”: üründe “{_short(contrary.text)}” yazıyor"
        en = f"“{shown}”: the product facts say “{_short(contrary.text)}”"
    tr += "; düzeltin ya da çıkarın, doğruysa dayanağını yazılı olarak belirtin."
    en += "; correct or remove it, or, if it is true, substantiate it in writing."
    code = f"grounding.unsupported_{claim.kind}"
    return Finding(code, severity, place, text, Message(tr, en), "WalmartGPT")


def perhaps_of_another(finding: Finding) -> Finding:
    """The same finding of a claim that may be about another thing than the product."""
    shown = _short(read(finding.text).text)
    message = Message(
        f"“{shown}” ürünle ilgiliyse ürün bilgilerinde kaynağı yok; düzeltin ya da çıkarın. "
        "Başka bir şeyi anlatıyorsa kalabilir.",
        f"If “{shown}” is about the product, it has no source in the product facts; correct or "
        "remove it. If it tells of something else, it may stay.",
    )
    return replace(finding, message=message)


def omitted(feature: str) -> Finding:
    """A given feature that the listing does not tell."""
    shown = _short(feature)
    message = Message(
        f"Ürünün “{shown}” özelliği içerikte geçmiyor; özelliklere ya da açıklamaya ekleyin.",
        f"The listing leaves out the given feature “{shown}”; add it to the features or the "
        "description.",
    )
    return Finding(
        "grounding.feature_omitted", Severity.WARNING, Place("listing"), feature, message,
        "WalmartGPT",
    )  # fmt: skip


def _short(text: str) -> str:
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= _LONGEST else tidy[: _LONGEST - 1] + "…"
