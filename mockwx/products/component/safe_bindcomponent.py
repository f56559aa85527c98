"""授权页 on a phone, by the older link: an administrator taps it in WeChat."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.wire import Document
from mockwx.products.component.checks import ASKED_OF_PAGES
from mockwx.products.component.shared import DOCS, PAGE_ASSUMED, PAGE_PARAMS, PHONE_PARAMS, authorization_page
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import endpoint


@endpoint(
    "GET",
    "POST",
    host="mp.weixin.qq.com",
    path="/safe/bindcomponent",
    dialect=PAGE,
    title="点击移动端链接快速授权（旧链接）",
    docs=f"{DOCS}/Third-party_Platforms/2.0/api/Before_Develop/Authorization_Process_Technical_Description.html",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(*PAGE_PARAMS, *PHONE_PARAMS),
    answer=(),
    checks=ASKED_OF_PAGES,
    assumed=PAGE_ASSUMED,
)
def safe_bindcomponent(call: Call) -> Document:
    return authorization_page(call)
