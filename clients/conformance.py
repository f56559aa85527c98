"""Prints conformance.yaml as JSON, which every language can read without a library: ``make reference``."""

import json
from pathlib import Path

import yaml

cases = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
print(json.dumps(cases, ensure_ascii=False, indent=1))
