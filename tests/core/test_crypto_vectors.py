"""Tencent's own vectors: what its documentation signs and seals, mockwx signs and seals alike."""

from __future__ import annotations

from base64 import b64decode

import pytest

from mockwx.core.people.sealing import compact, seal, unseal
from mockwx.core.people.signatures import is_session_signature, raw_data_signature, session_signature

RAW_DATA = (
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN",'
    '"avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpu'
    'jxyzYsrztuuICqIM5ibXQ/0"}'
)
SESSION_KEY = "tiihtNczf5v6AKRyjwEUhQ=="
IV = "r7BXXKkLb8qrSNn05n0qiA=="
ENCRYPTED_DATA = (
    "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOET"
    "KUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXw"
    "u0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UI"
    "eorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYV"
    "oKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew=="
)
PLAIN = (
    '{"openId":"oGZUI0egBJY1zhBYw2KhdUfwVJJE","nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou",'
    '"province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/aSKcBBPpibyKNicHNTMM0qJVh8Kjgi'
    'ak2AHWr8MHM4WgMEm7GFhsf8OYrySdbvAMvTsw3mo8ibKicsnfN5pRjl1p8HQ/0","unionId":"ocMvos6NjeKLIBqg5Mr9QjxrP1FA",'
    '"watermark":{"timestamp":1477314187,"appid":"wx4f4bc4dec97d474b"}}'
)


def test_the_documented_raw_data_has_the_documented_signature() -> None:
    signature = raw_data_signature(RAW_DATA, "HyVFkGl5F5OQWJZZaNzBBg==")
    assert signature == "75e81ceda165f4ffa64f4068af58c64b8f54b88c"


@pytest.mark.parametrize("other", [RAW_DATA + " ", RAW_DATA.replace("/", "\\/"), RAW_DATA.replace('":"', '": "', 1)])
def test_raw_data_is_signed_byte_for_byte(other: str) -> None:
    assert raw_data_signature(other, "HyVFkGl5F5OQWJZZaNzBBg==") != "75e81ceda165f4ffa64f4068af58c64b8f54b88c"


def test_raw_data_in_chinese_is_signed_as_utf_8() -> None:
    # python -c "import hashlib; print(hashlib.sha1('微信用户key'.encode('utf-8')).hexdigest())"
    assert raw_data_signature("微信用户", "key") == "26079778d086f6bad19d1ac6dca7b1737c22065b"


@pytest.mark.parametrize(
    ("message", "signature"),
    [
        ('{"foo":"bar"}', "654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b"),
        ("", "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128"),
    ],
)
def test_a_session_signature_is_the_documented_one(message: str, signature: str) -> None:
    assert session_signature("o0q0otL8aEzpcZL/FT9WsQ==", message) == signature


def test_a_session_signature_is_taken_in_either_case_and_no_other() -> None:
    key, signature = "o0q0otL8aEzpcZL/FT9WsQ==", "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128"
    assert is_session_signature(signature, key)
    assert is_session_signature(signature.upper(), key)
    for wrong in ("", signature[:-1], signature + "0", "ü", signature.replace("4", "5", 1)):
        assert not is_session_signature(wrong, key)


def test_the_documented_data_opens_to_the_exact_text() -> None:
    assert unseal(ENCRYPTED_DATA, SESSION_KEY, IV) == PLAIN


def test_sealing_the_exact_text_again_gives_the_documented_data() -> None:
    assert seal(PLAIN, SESSION_KEY, b64decode(IV)) == ENCRYPTED_DATA


def test_another_key_does_not_open_the_documented_data() -> None:
    # A wrong key shows as broken padding or as bytes that are no text; either way it is a ValueError.
    with pytest.raises(ValueError):
        unseal(ENCRYPTED_DATA, "HyVFkGl5F5OQWJZZaNzBBg==", IV)


def test_sealed_json_is_compact_and_keeps_slashes_and_chinese_as_they_are() -> None:
    assert compact({"nickName": "微信用户", "avatarUrl": "https://a/b"}) == (
        '{"nickName":"微信用户","avatarUrl":"https://a/b"}'
    )
