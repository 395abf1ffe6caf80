"""Settings, all from the environment (ctm_casework/env.py); docs/configuration.md lists every variable."""

from datetime import timedelta
from typing import Any

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF

from ctm_casework import env

BASE_DIR = env.ROOT
CTM_ENV = env.deployment()
PRODUCTION = CTM_ENV == "production"
CTM_DATA_DIR = env.data_dir()

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
# Newest first; older keys still open what they sealed.
CTM_ENCRYPTION_KEYS = env.words("CTM_ENCRYPTION_KEYS", env.secret("CTM_ENCRYPTION_KEYS"))
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "pgtrigger",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "ctm_casework.accounts",
    "ctm_casework",
    "complaints",
    "plan_requests",
    "hpms_sync",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ctm_casework.accounts.middleware.PrivateResponses",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "ctm_casework.urls"
WSGI_APPLICATION = "ctm_casework.wsgi.application"
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
                "ctm_casework.accounts.context.navigation",
                "hpms_sync.context.sync",
            ],
        },
    },
]

EMBEDDED_DATABASE = not env.text("DATABASE_URL")
DATABASES = {
    "default": dj_database_url.parse(
        env.database_url(), conn_max_age=env.number("DB_CONN_MAX_AGE", 60)
    )
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.redis_url(),
        "KEY_PREFIX": "ctm",
    }
}

# People and sessions
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "worklist"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_COOKIE_AGE = env.number("SESSION_SECONDS", 12 * 3600)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Transport and page security
HTTPS = env.flag("CTM_HTTPS", default=PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("CTM_BEHIND_PROXY") else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Language, time
LANGUAGE_CODE = "en-us"
TIME_ZONE = env.text("CTM_TIME_ZONE", "America/New_York")
USE_TZ = True
USE_I18N = False

# Static files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# In development the files are served from where they lie.
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": env.attachment_storage(),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Documents on complaints. CMS names no limits; these are ours.
ATTACHMENT_MAX_MB = env.number("ATTACHMENT_MAX_MB", 25)
ATTACHMENT_UNPACKED_MAX_MB = env.number("ATTACHMENT_UNPACKED_MAX_MB", 500)
# The largest plan download the page takes; larger ones go in by the command.
PLAN_FILE_MAX_MB = env.number("PLAN_FILE_MAX_MB", 50)

# REST
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["ctm_casework.accounts.permissions.ActionPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "complaints.api.errors.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=env.number("API_TOKEN_DAYS", 365))}
SPECTACULAR_SETTINGS = {
    "TITLE": "CTM Casework",
    "DESCRIPTION": "Complaints, casework and SOP findings of a Medicare health plan.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        name: f"complaints.models.choices.{name}"
        for name in (
            "YesNo",
            "IssueLevel",
            "RequestStatus",
            "ClockState",
            "UploadState",
            "Party",
        )
    }
    | {
        "PlanRequestStatus": "plan_requests.models.choices.Status",
        "CmsAnswer": "plan_requests.models.choices.Answer",
    },
}

# Celery: Redis only carries work; PostgreSQL is the truth, so results are not kept.
CELERY_BROKER_URL = env.broker_url()
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = env.number("TASK_TIME_LIMIT_SECONDS", 3600)
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
HPMS_DOWNLOAD_EVERY_SECONDS = env.number("HPMS_DOWNLOAD_EVERY_SECONDS", 900)
CELERY_IMPORTS = ["hpms_sync.files.tasks"]
CELERY_BEAT_SCHEDULE = {
    "tidy plan files": {
        "task": "hpms_sync.files.tasks.plan_files_tidy",
        "schedule": crontab(minute=41),
    },
    "download complaints": {
        "task": "hpms_sync.tasks.download_all",
        "schedule": timedelta(seconds=HPMS_DOWNLOAD_EVERY_SECONDS),
        "options": {"expires": HPMS_DOWNLOAD_EVERY_SECONDS},
    },
    "download all of time": {
        "task": "hpms_sync.tasks.download_full",
        "schedule": crontab(hour=env.number("HPMS_FULL_HOUR", 2), minute=10),
    },
    "resolutions at risk": {
        "task": "hpms_sync.tasks.resolutions_at_risk",
        "schedule": crontab(minute="*/5"),  # 10 PM comes at another hour in each time zone
        "options": {"expires": 300},
    },
    "mail alerts": {
        "task": "hpms_sync.tasks.alerts_mail",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "upload casework": {
        "task": "hpms_sync.tasks.upload_queue",
        "schedule": timedelta(seconds=env.number("HPMS_UPLOAD_EVERY_SECONDS", 60)),
        "options": {"expires": env.number("HPMS_UPLOAD_EVERY_SECONDS", 60)},
    },
    "watch keys": {
        "task": "hpms_sync.tasks.keys_watch",
        "schedule": crontab(hour=6, minute=20),
    },
    "recompute clocks": {
        "task": "complaints.tasks.clocks_recompute",
        "schedule": crontab(minute=1),  # midnight comes at another hour in each time zone
    },
}

# Mail: alerts of the sync to supervisors and responsible parties, off where no server is named
_MAIL = env.mail()
EMAIL_BACKEND = _MAIL.backend
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.tls, _MAIL.starttls
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.text("CTM_MAIL_FROM", "ctm-casework@localhost")
ALERT_MAIL = bool(_MAIL.host)
SITE_ADDRESS = env.text("CTM_SITE_ADDRESS").rstrip("/")  # in links of mails

# HPMS
HPMS_PRODUCTION_URL = env.text("HPMS_PRODUCTION_URL", "https://hpms.cms.gov")
HPMS_SANDBOX_URL = env.text("HPMS_SANDBOX_URL", "https://hpmssandbox.cms.gov")
# The memo leaves the token request's body out: name the fields the CTM API documentation gives.
HPMS_TOKEN_KEY_ID_FIELD = env.text("HPMS_TOKEN_KEY_ID_FIELD", "keyId")
HPMS_TOKEN_SECRET_FIELD = env.text("HPMS_TOKEN_SECRET_FIELD", "secret")
HPMS_UPLOAD_WRAPPER = env.text("HPMS_UPLOAD_WRAPPER")  # key around the batch; blank: a bare array
HPMS_CONNECT_SECONDS = env.number("HPMS_CONNECT_SECONDS", 10)
HPMS_READ_SECONDS = env.number("HPMS_READ_SECONDS", 60)
HPMS_RETRIES = env.number("HPMS_RETRIES", 3)
HPMS_OPEN_SINCE = env.text("HPMS_OPEN_SINCE", "2006-01-01")  # open complaints, however old
HPMS_RESOLVED_DAYS = env.number("HPMS_RESOLVED_DAYS", 90)
HPMS_OVERLAP_DAYS = env.number("HPMS_OVERLAP_DAYS", 3)  # looked at again after an outage
HPMS_SETTLE_SECONDS = env.number("HPMS_SETTLE_SECONDS", 900, least=0)
HPMS_BATCH_SIZE = env.number("HPMS_BATCH_SIZE", 50, least=1)
HPMS_ROTATION_REMINDER_DAYS = env.number("HPMS_ROTATION_REMINDER_DAYS", 14)
HPMS_TOKENS_PER_MINUTE = env.number("HPMS_TOKENS_PER_MINUTE", 30)  # given out, to each asker

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ctm_casework.logs.NoRowValues",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("httpx", "httpcore", "boto3", "botocore", "s3transfer")
    },
}
