"""The table of errcodes holds every row that a module of it declares, each number once."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

from mockwx.core import errcodes
from mockwx.core.errcodes import Errcode

MODULES = sorted(module.name for module in iter_modules(errcodes.__path__) if module.name != "errcode")
ROWS = {
    module: [row for row in vars(import_module(f"mockwx.core.errcodes.{module}")).values() if isinstance(row, Errcode)]
    for module in MODULES
}


def test_every_row_of_every_module_is_found_by_its_number_and_by_its_name():
    for module in MODULES:
        by_code = errcodes.WECOM if module == "wecom" else errcodes.BY_CODE
        assert ROWS[module]
        untold = [row.name for row in ROWS[module] if by_code.get(row.code) is not row]
        assert untold == [], (
            f"mockwx/core/errcodes/__init__.py: name the module {module} among the imports, in __all__ and in _WECHAT; "
            "or another row has the number of one of these"
        )
        assert all(errcodes.lookup(row.name) is row for row in ROWS[module])


def test_no_number_and_no_name_stands_for_two_errcodes_of_one_host():
    wechat = [row for module in MODULES if module != "wecom" for row in ROWS[module]]
    for rows in (wechat, ROWS["wecom"]):
        assert Counter(row.code for row in rows).most_common(1)[0][1] == 1
    everywhere = Counter(row.name for row in (*wechat, *ROWS["wecom"]))
    assert everywhere.most_common(1)[0][1] == 1


def test_every_module_is_an_attribute_of_the_table_so_that_a_row_is_spelt_by_where_it_lies():
    for module in MODULES:
        assert getattr(errcodes, module) is import_module(f"mockwx.core.errcodes.{module}")
        assert module in errcodes.__all__
