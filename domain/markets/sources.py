"""Where the rules come from; a rule holds from its source's date."""

from __future__ import annotations

from datetime import date
from typing import Final

from domain.markets.pack import Source

POLICY: Final = Source("Walmart Product details policy, 2026-05-21", date(2026, 5, 21))
CLAIMS: Final = Source("Walmart Product claims, 2026-06-05", date(2026, 6, 5))
CRITERIA: Final = Source(
    "User's quality criteria (training document), 2025-08-14", date(2025, 8, 14)
)
CHECKLIST: Final = Source("Own content checklist", date(2025, 8, 14))
ADVICE: Final = Source("Third-party advice (not a Walmart rule)", date(2025, 8, 14))
