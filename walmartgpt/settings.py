"""All settings, read from the environment; without any, everything runs on this machine alone."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from environs import Env

from walmartgpt import logs, runtime

# Lets Django's generic classes be written with their type: `ModelAdmin[Listing]`.
django_stubs_ext.monkeypatch()

env = Env()

BASE_DIR = runtime.BASE_DIR
DATA_DIR = runtime.data_dir()


def _secret(name: str) -> str:
    """A secret from the environment, or one made once and kept in the data folder."""
    if value := env.str(name, ""):
        return value
    path = DATA_DIR / "secrets" / name.lower()
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # `parents` would not get the mode
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        runtime.write_private(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="utf-8")


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks or single addresses with commas between them."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    try:
        return tuple(ip_network(part, strict=False) for part in parts)
    except ValueError as wrong:
        raise ImproperlyConfigured(
            f"A setting names a network that is none: {wrong}. "
            "Give networks such as 10.0.0.0/8,192.168.1.20."
        ) from wrong


SECRET_KEY = _secret("SECRET_KEY")
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

# Safe unless told otherwise: `make run`, which serves plain HTTP to this machine alone, is what
# switches HTTPS off.
HTTPS = env.bool("WALMARTGPT_HTTPS", not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes speak plain HTTP to the process
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = env.int("WALMARTGPT_HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_AGE = None  # for as long as the browser is open

# What one request may carry, from anybody: `walmartgpt.gate` refuses more before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("WALMARTGPT_LARGEST_REQUEST", 2_621_440)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["walmartgpt.uploads.InMemoryWhereAsked"]
UPLOADS = {"/learning/rejections/": 2 * 1024 * 1024, "/imports/": 2 * 1024 * 1024}
"""The pages that take a file, and how many bytes of one; a long file of products comes in pieces,
and examples are imported by a command."""

# How many drafts one person may watch being written at once, in each web process. Over HTTP/1.1 a
# browser has six connections to a site, and its pages need some of them.
STREAMS_PER_PERSON = env.int("WALMARTGPT_STREAMS", 4)

API_RATE = env.int("WALMARTGPT_API_RATE", 600)
"""How many requests one token of the API has in a minute."""

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "accounts.administration.config.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "walmartgpt",
    "accounts",
    "models_registry",
    "content",
    "bulk",
    "evaluation",
    "training",
    "learning",
    "api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "walmartgpt.middleware.PolicyByPrefix",
    "api.http.middleware.ForPrograms",  # before whatever reads a cookie
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "walmartgpt.middleware.NothingKept",
    "accounts.middleware.PreferredLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "walmartgpt.urls"
ASGI_APPLICATION = "walmartgpt.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'walmartgpt.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads and then writes waits for its turn instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # A file, as in use: a database in memory knows neither WAL nor a second connection.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
else:
    # Under ASGI a request's thread may never come back, and neither would its kept connection;
    # where 3 ms a request matter, a pooler such as PgBouncer stands before the database.
    DATABASES["default"].update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_running = runtime.running(DATA_DIR)
# There is no shared cache: what is looked up again each minute stays in each process's memory
# (Django's default), so that no page needs the broker.
REDIS_URL = env.str("REDIS_URL", "") or (_running.broker if _running else "")
# Without a broker a task stays what it is, a row; it is sent once the system runs.
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any task: what is not acknowledged by then is given out a second time.
    "visibility_timeout": 3600,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 5
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 2,
    "interval_start": 0.1,
    "interval_step": 0.2,
    "interval_max": 0.5,
}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 900
CELERY_TASK_TIME_LIMIT = 960
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "content.tasks.generate*": {"queue": "generation"},
    "content.tasks.write_behind": {"queue": "batches"},
    "evaluation.tasks.experiment": {"queue": "training"},
    "evaluation.tasks.validate": {"queue": "training"},
    "learning.tasks.advance": {"queue": "training"},
    "training.tasks.train": {"queue": "training"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5.0  # then a running task goes back to its queue
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "reap": {"task": "content.tasks.reap", "schedule": 30.0, "options": {"expires": 25}},
    "reap trainings": {
        "task": "training.tasks.reap",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "reap deployments": {
        "task": "models_registry.tasks.reap",
        "schedule": 15.0,
        "options": {"expires": 12},
    },
    "reap validations": {
        "task": "evaluation.tasks.reap",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "trials": {
        "task": "evaluation.tasks.watch_trials",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "campaigns": {
        "task": "evaluation.tasks.tend_campaigns",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "batches": {"task": "bulk.tasks.tend_batches", "schedule": 10.0, "options": {"expires": 8}},
    "reap approvals": {
        "task": "bulk.tasks.reap_approvals",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "feedback": {"task": "learning.tasks.tend", "schedule": 15.0, "options": {"expires": 12}},
    "reap retrainings": {
        "task": "learning.tasks.reap",
        "schedule": 15.0,
        "options": {"expires": 12},
    },
    "retrainings": {
        "task": "learning.tasks.settle",
        "schedule": 15.0,
        "options": {"expires": 12},
    },
    "webhooks": {"task": "api.webhooks.tend", "schedule": 15.0, "options": {"expires": 12}},
    "first answers": {
        "task": "api.tasks.forget",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "reap imports": {
        "task": "bulk.tasks.reap_imports",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "sweep imports": {
        "task": "bulk.tasks.sweep_imports",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "statistics": {
        "task": "content.tasks.refresh_statistics",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
}

OLLAMA_HOST = env.str("OLLAMA_HOST", "")
ENGINES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "engines.ollama.OllamaEngine",
        "LEVEL": "expert",
        "INSTRUCTED": True,
        "OPTIONS": {
            "host": OLLAMA_HOST,
            "model": env.str("WALMARTGPT_OLLAMA_MODEL", "llama3.1:8b"),
            "parallel": env.int("OLLAMA_NUM_PARALLEL", 1),
            "slots_dir": DATA_DIR / "slots",
        },
    }
    if OLLAMA_HOST
    else {
        "BACKEND": "engines.llamacpp.LlamaCppEngine",
        # A base model: it writes better from the expert wording, and worse when told its errors
        # (docs/decisions/0006-level-of-the-embedded-model.md).
        "LEVEL": "expert",
        "INSTRUCTED": False,
        # Named by whoever runs the machine, a model writes whatever is live.
        "CHOSEN": bool(env.str("WALMARTGPT_MODEL", "")),
        # A command that runs while no system does starts a model server for itself.
        "OPTIONS": {
            "data_dir": DATA_DIR,
            "model": env.str("WALMARTGPT_MODEL", ""),
            "spawn": not runtime.is_held(DATA_DIR),
        },
    },
}

MOST_ACTIVE_DRAFTS = env.int("WALMARTGPT_MOST_ACTIVE_DRAFTS", 10)
"""How many drafts one person may have waiting or being written, so that nobody fills the queue."""
MOST_BATCHED = env.int("WALMARTGPT_MOST_BATCHED", 10_000)
"""How many products a batch takes."""
MOST_REDRAWN = env.int("WALMARTGPT_MOST_REDRAWN", 60)
"""For how many products a retraining has fresh drafts written: each of them takes minutes."""
WEBHOOK_PRIVATE = _networks(env.str("WALMARTGPT_WEBHOOK_PRIVATE", ""))
"""Networks inside that webhooks may be sent to, as 10.0.0.0/8 or 192.168.1.20."""
# What models are trained from: a GGUF file or a Hugging Face folder; empty is the embedded model.
TRAIN_BASE = env.str("WALMARTGPT_TRAIN_BASE", "")
# Half of the cores by default, so that drafts go on being written; 0 leaves it to torch.
TRAIN_THREADS = env.int("WALMARTGPT_TRAIN_THREADS", max(1, (os.cpu_count() or 1) // 2))
TRAIN_COMMAND = [sys.executable, "-m", "training.process"]
STARTER_DIR = BASE_DIR / "starter"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

LANGUAGE_CODE = "tr"
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = HTTPS, True, "Lax"
LANGUAGES = [("tr", _("Turkish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "Europe/Istanbul")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Names that carry a hash of the content need `manage.py prepare` to have collected them.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env.bool("WALMARTGPT_PLAIN_STATIC", DEBUG)
        else "walmartgpt.storage.StaticStorage"
    },
}
WHITENOISE_USE_FINDERS = env.bool("WALMARTGPT_PLAIN_STATIC", DEBUG)

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# The admin is unfold's: Alpine evaluates the expressions in its pages and sets styles in them.
CSP_BY_PREFIX: dict[str, dict[str, Any]] = {
    "/admin/": CONTENT_SECURITY_POLICY["DIRECTIVES"]
    | {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]},
}

# The brand's blue in Unfold's eleven steps from light to dark.
_BLUES = {
    "50": "oklch(97% .014 264)",
    "100": "oklch(93% .032 264)",
    "200": "oklch(88% .059 264)",
    "300": "oklch(81% .105 264)",
    "400": "oklch(71% .165 264)",
    "500": "oklch(62% .2 264)",
    "600": "oklch(52% .21 264)",
    "700": "oklch(45% .19 264)",
    "800": "oklch(39% .16 264)",
    "900": "oklch(33% .12 264)",
    "950": "oklch(26% .09 264)",
}


def _icon(_request: object) -> str:
    """The address of the site's icon."""
    return static("img/logo.svg")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "WalmartGPT",
    "SITE_HEADER": "WalmartGPT",
    "SITE_URL": "/",
    "SITE_ICON": _icon,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _icon}],
    "COLORS": {"primary": _BLUES},
    "STYLES": [lambda _request: static("css/administration.css")],
    "SIDEBAR": {"navigation": "accounts.administration.menu.sections"},
}

LOGGING = logs.configure(
    console=env.str("WALMARTGPT_LOG", "console" if sys.stderr.isatty() else "json") == "console",
    level=env.str("WALMARTGPT_LOG_LEVEL", "INFO"),
)
