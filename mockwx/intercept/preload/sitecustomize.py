"""What a Python process does first under ``mockwx exec``: reroute, then what it would have done without."""

import json
import os
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec, spec_from_file_location

_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  pathlib is slow to load, and this runs always


def _reroute() -> None:
    settings_text = os.environ.get("MOCKWX_REROUTE")
    if not settings_text:
        return
    spec = spec_from_file_location("_mockwx_reroute", os.path.join(os.path.dirname(_HERE), "reroute.py"))  # noqa: PTH118, PTH120
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    settings = json.loads(settings_text)
    module.Reroute((settings["host"], settings["port"]), settings["ca"], settings["domains"]).install()


def _next() -> None:
    """The environment's own sitecustomize, which this one stands in front of."""
    rest = [entry for entry in sys.path if os.path.abspath(entry or ".") != _HERE]  # noqa: PTH100
    spec = PathFinder.find_spec("sitecustomize", rest)
    if spec is not None and spec.loader is not None:
        module = module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


_reroute()
_next()
