"""The web application, for any ASGI server."""

import os

from django.core.asgi import get_asgi_application

from walmartgpt.gate import Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

application = Gate(get_asgi_application())
