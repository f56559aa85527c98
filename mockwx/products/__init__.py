"""What WeChat says: one folder per product, one small file per api, each api a value in a table.

The words of this room:

- An **endpoint** declares one api: methods, host, path, parameters, its checks in WeChat's order, and one function for
  the answer. It is called as its file is: ``code2session`` lives in ``miniprogram/code2session.py``. Route, reference,
  OpenAPI document and test cases are made from it.
- A **call** is one request on its way through an endpoint. Checks write into it whom it is about: app, user, code.
- A **check** asks one question. It may ``peek`` (whom is this about?) and it can ``ask`` (is that all right?).
- A **refusal** is WeChat's no: an errcode, mockwx's reason for the journal, and how it is known (evidence).
- A **dialect** spells the answers of a family of endpoints: content type, escaping, what follows the errmsg.
- A **document** is an answer that is no JSON: a page, a redirect, a script, a picture. A **page** is a template of HTML
  with the fields that fill it.
- ``endpoint_lookup`` has every endpoint, by name and by place; ``route_lookup`` finds the one that a request means.

Every product has the same names: ``__init__`` lists its ENDPOINTS in the order of the reference, ``checks`` has the
checks that it alone makes, ``shared`` the parameters and answers that its apis have in common, and every other file is
the api of that name. (WeCom has a ``dialect`` besides.) What two products use is in the folder ``shared/``. Products do
not import each other, and only endpoint_lookup and route_lookup import them.

A call goes: route_lookup → peek, where a rule or a limit wants to know whom it is about → ask, check by check → the
endpoint's function → dialect. ``mockwx.engine`` leads it.
"""
