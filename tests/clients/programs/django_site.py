"""A Django site with a login as many have it: WeChat's address is a literal in the view. ``django_site.py PORT``."""

import json
import os
import sys

import requests
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, JsonResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="for this test only", USE_TZ=True)

WX_LOGIN = "https://api.weixin.qq.com/sns/jscode2session?appid={}&secret={}&js_code={}&grant_type=authorization_code"


def login(request: HttpRequest) -> JsonResponse:
    url = WX_LOGIN.format(os.environ["APPID"], os.environ["SECRET"], json.loads(request.body)["code"])
    found = requests.get(url, timeout=5).json()
    if "errcode" in found:
        return JsonResponse({"error": found["errmsg"]}, status=401)
    return JsonResponse({"user": found["openid"]})


urlpatterns = [path("login", login)]

if __name__ == "__main__":
    execute_from_command_line(["manage.py", "runserver", "--noreload", f"127.0.0.1:{sys.argv[1]}"])
