"""`python -m benchmarks.imports_theirs FILE`: a file's products by django-import-export.

With its bulk options and its cached look-up, as its documentation advises for long files.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import django


def main() -> None:
    """Every row becomes a product, or changes the one of its SKU."""
    django.setup()
    import tablib
    from import_export import fields, resources, widgets
    from import_export.instance_loaders import CachedInstanceLoader

    from accounts.models import User
    from benchmarks.imports import COLUMNS
    from content.models import Product

    user = User.objects.get()

    class Features(widgets.Widget):
        def clean(self, value: Any, row: Any = None, **_options: Any) -> list[str]:
            return str(value).split(" | ")

    class ProductResource(resources.ModelResource):
        features = fields.Field("features", "features", widget=Features())

        class Meta:
            model = Product
            fields = COLUMNS
            import_id_fields = ("sku",)
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            report_skipped = False
            instance_loader_class = CachedInstanceLoader

        def before_save_instance(self, instance: Product, _row: Any, **_options: Any) -> None:
            instance.created_by = user

    path = Path(sys.argv[1])
    if path.suffix == ".csv":
        data = tablib.Dataset().load(path.read_text("utf-8-sig"), "csv", delimiter=";")
    else:
        data = tablib.Dataset().load(path.read_bytes(), "xlsx")
    result = ProductResource().import_data(data, raise_errors=True)
    if sum(result.totals.values()) != len(data):
        raise SystemExit(f"{dict(result.totals)} of {len(data)} rows")


if __name__ == "__main__":
    main()
