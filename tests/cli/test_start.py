"""What `mockwx serve` loads: a mini program's login waits for nothing that only others need."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import requests

NOT_FOR_A_LIST = {
    "yaml",
    "pydantic",
    "aiohttp",
    "faker",
    "rich",
    "asyncio",
    "cryptography",
    "mockwx.products.endpoint_lookup",
}
OTHERS = re.compile(r"mockwx\.products\.(endpoint_lookup|oauth|wecom|component)\b|aiohttp\.web$")


def test_a_mini_programs_login_loads_no_other_product_and_no_web_framework(tmp_path: Path) -> None:
    told = tmp_path / "told"
    serve = [sys.executable, "-X", "importtime", "-m", "mockwx", "serve", "--port", "0"]
    with told.open("w") as stderr, subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=stderr, text=True) as served:
        assert served.stdout is not None
        try:
            url = served.stdout.readline().split()[-1]
            code = requests.post(f"{url}/_mockwx/phone/login", json={"user": "alice"}, timeout=60).json()["code"]
            query = {"appid": "wx00000000mockshop", "secret": "mockwx-secret-shop", "js_code": code}
            said = requests.get(f"{url}/sns/jscode2session", query | {"grant_type": "authorization_code"}, timeout=60)
            assert "session_key" in said.json()
        finally:
            served.terminate()
    loaded = re.findall(r"^import time:.*\|\s+(\S+)$", told.read_text(encoding="utf-8"), re.MULTILINE)
    assert {"mockwx.products.miniprogram.code2session", "mockwx.verbs.login", "aiohttp.web_server"} <= set(loaded)
    assert [each for each in loaded if OTHERS.match(each)] == []


def test_the_list_of_ready_scenarios_loads_no_yaml_no_models_and_no_server() -> None:
    listed = [sys.executable, "-X", "importtime", "-m", "mockwx", "scenarios"]
    told = subprocess.run(listed, capture_output=True, text=True, check=True)
    loaded = re.findall(r"^import time:.*\|\s+(\S+)$", told.stderr, re.MULTILINE)
    assert "mockwx.scenario.compiled" in loaded
    assert NOT_FOR_A_LIST & set(loaded) == set()
