"""Static files under names that carry a hash of their content, compressed once."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage as Hashed


class StaticStorage(Hashed):
    """WhiteNoise's storage, with the names in our own modules' `import` statements hashed too.

    Otherwise a module that a page names and another module imports would be loaded twice. Of
    other people's scripts some import by bare names, which are no files.
    """

    patterns = (*Hashed.patterns, ("js/*.js", Hashed._js_module_import_aggregation_patterns[1]))
