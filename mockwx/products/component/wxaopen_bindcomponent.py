"""授权页 on a phone: an administrator taps the link in WeChat."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import OPEN_HOST
from mockwx.core.wire import Document
from mockwx.products.component.checks import ASKED_OF_PAGES
from mockwx.products.component.shared import DOCS, PAGE_ASSUMED, PAGE_PARAMS, PHONE_PARAMS, authorization_page
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import endpoint


@endpoint(
    "GET",
    "POST",
    host=OPEN_HOST,
    path="/wxaopen/safe/bindcomponent",
    dialect=PAGE,
    title="点击移动端链接快速授权",
    docs=f"{DOCS}/Third-party_Platforms/2.0/api/Before_Develop/Authorization_Process_Technical_Description.html",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(*PAGE_PARAMS, *PHONE_PARAMS),
    answer=(),
    checks=(*ASKED_OF_PAGES, Present("auth_type", e.common.DATA_FORMAT, evidence=Evidence.ASSUMED)),
    assumed=(*PAGE_ASSUMED, "without auth_type the page fails, as was reported; with which text is not known"),
)
def wxaopen_bindcomponent(call: Call) -> Document:
    return authorization_page(call)
