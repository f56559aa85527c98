"""Pictures of QR codes: a decoder that is not ours reads what they say, and so does a phone of ours without any."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from mockwx.core.web.pictures import jpeg, png, text_in_data_url, text_of

TEXTS = ["q", "http://weixin.qq.com/q/02MOCKabcdefghijklmnop", "https://mp.weixin.qq.com/页面?" + "s" * 900]


def decoded(picture: bytes) -> str:
    """By zxing, on white."""
    image = Image.open(BytesIO(picture)).convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    (barcode,) = zxingcpp.read_barcodes(paper.convert("L"))
    return str(barcode.text)


@pytest.mark.parametrize("text", TEXTS, ids=len)
@pytest.mark.parametrize("width", [280, 430, 1280])
def test_a_jpeg_is_read_by_a_decoder_and_is_as_wide_as_asked_where_the_code_fits(text: str, width: int) -> None:
    picture = jpeg(text, width)
    image = Image.open(BytesIO(picture))
    assert (image.format, image.mode) == ("JPEG", "L")
    assert image.width == image.height
    assert image.width == width or (image.width > width and len(text) > width // 10)
    # Black and white, and nothing of JPEG's usual noise.
    assert {value for value, count in enumerate(image.histogram()) if count} == {0, 255}
    assert decoded(picture) == text == text_of(picture)


@pytest.mark.parametrize("text", TEXTS, ids=len)
@pytest.mark.parametrize("transparent", [False, True])
def test_a_png_is_read_by_a_decoder_and_may_be_transparent(text: str, transparent: bool) -> None:
    picture = png(text, 430, transparent=transparent)
    image = Image.open(BytesIO(picture))
    assert image.width >= 430
    assert (image.convert("RGBA").getpixel((0, 0))[3] == 0) is transparent
    assert decoded(picture) == text == text_of(picture)


def test_a_picture_that_somebody_has_painted_anew_says_nothing_without_a_decoder() -> None:
    painted = BytesIO()
    Image.open(BytesIO(jpeg("q", 280))).save(painted, "JPEG", comment=b"")
    assert text_of(painted.getvalue()) is None
    assert decoded(painted.getvalue()) == "q"


def test_a_data_url_says_what_its_picture_says() -> None:
    url = f"data:image/jpeg;base64,{b64encode(jpeg('q', 280)).decode()}"
    assert text_in_data_url(url) == "q"
    assert text_in_data_url(f"{url}!") is None
    assert text_in_data_url("data:,q") is None
