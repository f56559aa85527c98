"""A Django site with django-allauth and social-auth, both unmodified: their own URLs, and /me."""

from __future__ import annotations

import json
import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import include, path

APPID, SECRET = os.environ["WECHAT_APPID"], os.environ["WECHAT_SECRET"]
WEIXIN = {"APPS": [{"client_id": APPID, "secret": SECRET, "key": ""}]}
if "WECHAT_AUTHORIZE_URL" in os.environ:
    WEIXIN["AUTHORIZE_URL"] = os.environ["WECHAT_AUTHORIZE_URL"]

settings.configure(
    DEBUG=False,
    SECRET_KEY="for tests only, of some fifty characters, as Django wants",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}},
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "django.contrib.messages",
        "allauth",
        "allauth.account",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.weixin",
        "social_django",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "social_django.middleware.SocialAuthExceptionMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    AUTHENTICATION_BACKENDS=[
        "django.contrib.auth.backends.ModelBackend",
        "allauth.account.auth_backends.AuthenticationBackend",
        "social_core.backends.weixin.WeixinOAuth2",
    ],
    ACCOUNT_EMAIL_VERIFICATION="none",
    SOCIALACCOUNT_LOGIN_ON_GET=True,
    SOCIALACCOUNT_PROVIDERS={"weixin": WEIXIN},
    SOCIAL_AUTH_WEIXIN_KEY=APPID,
    SOCIAL_AUTH_WEIXIN_SECRET=SECRET,
    SOCIAL_AUTH_LOGIN_ERROR_URL="/error",
    LOGIN_REDIRECT_URL="/me",
)
django.setup()


def me(request: HttpRequest) -> JsonResponse:
    """Who has logged in, as each client has kept it."""
    from allauth.socialaccount.models import SocialAccount
    from social_django.models import UserSocialAuth

    if not request.user.is_authenticated:
        return JsonResponse({"user": None}, status=401)
    allauth = SocialAccount.objects.filter(user=request.user).values("uid", "extra_data").first()
    social = UserSocialAuth.objects.filter(user=request.user).values("uid", "extra_data").first()
    told = {"user": request.user.get_username(), "allauth": allauth, "social": social}
    return JsonResponse(json.loads(json.dumps(told, default=str)), json_dumps_params={"ensure_ascii": False})


def error(request: HttpRequest) -> JsonResponse:
    from django.contrib.messages import get_messages

    said = [str(each) for each in get_messages(request)] or [request.GET.get("message", "")]
    return JsonResponse({"error": said}, status=401)


urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("social/", include("social_django.urls", namespace="social")),
    path("me", me),
    path("error", error),
]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None: ...


call_command("migrate", verbosity=0)
server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
