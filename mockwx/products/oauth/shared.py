"""Parameters that the apis of a user's access_token share."""

from __future__ import annotations

from mockwx.products.shared.endpoint import Param

USER_TOKEN = Param("access_token", "of the exchange: a user's, not the app's own", "兑换 code 得到的用户 access_token")
OPENID_OF_TOKEN = Param("openid", "of the exchange", "兑换 code 得到的 openid")
