"""授权页: an administrator picks the app that a third-party platform may act for."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.wire import Document
from mockwx.products.component.checks import ASKED_OF_PAGES
from mockwx.products.component.shared import DOCS, PAGE_ASSUMED, PAGE_PARAMS, authorization_page
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import endpoint


@endpoint(
    "GET",
    "POST",
    host="mp.weixin.qq.com",
    path="/cgi-bin/componentloginpage",
    dialect=PAGE,
    title="授权注册页面扫码授权",
    docs=f"{DOCS}/Third-party_Platforms/2.0/api/Before_Develop/Authorization_Process_Technical_Description.html",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=PAGE_PARAMS,
    answer=(),
    checks=ASKED_OF_PAGES,
    assumed=PAGE_ASSUMED,
)
def componentloginpage(call: Call) -> Document:
    return authorization_page(call)
