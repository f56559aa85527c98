"""What WeCom knows of a member and tells only with the member's consent since 2022-06-20."""

from __future__ import annotations

from mockwx.people import Person


def private_of(who: Person, userid: str) -> dict[str, str]:
    """In the order of the documentation; the gender is a text."""
    return {
        "userid": userid,
        "gender": str(who.gender),
        "avatar": who.avatar,
        "qr_code": f"https://open.work.weixin.qq.com/wwopen/userQRCode?vcode=mock{userid}",
        "mobile": who.phone,
        "email": f"{userid}@mail.example.com",
        "biz_mail": f"{userid}@corp.example.com",
        "address": f"{who.province}{who.city}",
    }
