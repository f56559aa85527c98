"""The test CA: what it may vouch for, where its key lies, and when it comes into being."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from mockwx.intercept.certificate_authority import CERTIFICATE, KEY, NAME, Authority, UnusableCa
from mockwx.intercept.hosts import LOCAL, WECHAT
from mockwx.intercept.reroute import MARK
from mockwx.intercept.trust import bundle, java_store


def verified(ca: bytes, leaf: bytes, name: str, folder: Path) -> str:
    """What OpenSSL says of ``leaf`` for ``name``."""
    (folder / "ca.pem").write_bytes(ca)
    (folder / "leaf.pem").write_bytes(leaf)
    how = "-verify_ip" if name[0].isdigit() or ":" in name else "-verify_hostname"
    ran = subprocess.run(
        ["openssl", "verify", "-x509_strict", how, name, "-CAfile", "ca.pem", "leaf.pem"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("name", [*WECHAT, *LOCAL])
def test_the_default_leaf_is_every_host_of_wechat_and_this_machine(name: str, tmp_path: Path) -> None:
    authority = Authority()
    assert "leaf.pem: OK" in verified(authority.pem, authority.leaf(), name, tmp_path)


def test_the_hosts_that_login_backends_call_are_all_there() -> None:
    needed = {f"{name}.weixin.qq.com" for name in ("api", "api2", "sh.api", "sz.api", "hk.api", "open", "mp", "qyapi")}
    assert needed | {"open.work.weixin.qq.com", "login.work.weixin.qq.com"} <= set(WECHAT)


@pytest.mark.parametrize(
    "name",
    [
        "example.com",
        "qq.com",
        "notweixin.qq.com",
        "wx.qq.com",
        "notlocalhost",
        "10.0.0.1",
        "128.0.0.1",
        "::2",
        "fe80::1",
        "2001:db8::1",
    ],
)
def test_what_it_signs_for_anybody_else_is_worth_nothing(name: str, tmp_path: Path) -> None:
    authority = Authority()
    assert "permitted subtree violation" in verified(authority.pem, authority.leaf(name), name, tmp_path)


def test_a_client_that_cannot_read_what_it_may_vouch_for_must_refuse_it() -> None:
    """RFC 5280, 4.2.1.10: name constraints MUST be critical."""
    certificate = x509.load_pem_x509_certificate(Authority().pem)
    constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    assert constraints.value.excluded_subtrees is None


def test_it_can_sign_no_other_authority() -> None:
    certificate = x509.load_pem_x509_certificate(Authority().pem)
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (constraints.ca, constraints.path_length) == (True, 0)


def test_its_name_says_that_it_is_for_tests() -> None:
    subject = x509.load_pem_x509_certificate(Authority().pem).subject.rfc4514_string()
    assert NAME in subject
    assert "test CA" in NAME
    assert "mockwx" in NAME


def test_each_is_another() -> None:
    assert Authority().pem != Authority().pem


def test_a_folder_keeps_it_and_its_key_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = Authority(folder)
    assert stat.S_IMODE((folder / KEY).stat().st_mode) == 0o600
    assert Authority(folder).pem == first.pem == (folder / CERTIFICATE).read_bytes()


def test_without_a_folder_no_key_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Authority()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("broken", "how"),
    [(CERTIFICATE, "garbage"), (CERTIFICATE, "another"), (KEY, "gone"), (KEY, "garbage"), (KEY, "another")],
)
def test_a_folder_that_is_not_right_is_told_about_and_left_alone(tmp_path: Path, broken: str, how: str) -> None:
    Authority(tmp_path / "a")
    Authority(tmp_path / "b")
    file = tmp_path / "a" / broken
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(b"garbage" if how == "garbage" else (tmp_path / "b" / broken).read_bytes())
    before = {each.name: each.read_bytes() for each in (tmp_path / "a").iterdir()}
    with pytest.raises(UnusableCa, match="no usable CA"):
        Authority(tmp_path / "a")
    assert {each.name: each.read_bytes() for each in (tmp_path / "a").iterdir()} == before


def test_a_certificate_that_was_never_written_is_written_by_the_next(tmp_path: Path) -> None:
    first = Authority(tmp_path)
    (tmp_path / CERTIFICATE).unlink()
    assert Authority(tmp_path).pem == first.pem == (tmp_path / CERTIFICATE).read_bytes()


def test_many_that_start_at_once_have_one_ca_and_leave_nothing_else(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from mockwx.intercept.certificate_authority import Authority; "
        "sys.stdin.readline(); "
        "print(Authority(Path(sys.argv[1])).pem.hex())"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "ca")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ended = [process.communicate() for process in started]
    assert {said for _, said in ended} == {""}
    assert len({pem for pem, _ in ended}) == 1
    assert sorted(file.name for file in (tmp_path / "ca").iterdir()) == sorted([CERTIFICATE, KEY])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("room", [0, 100, 400])
def test_on_a_full_disk_there_is_a_sentence_and_nothing_half_made(tmp_path: Path, room: int) -> None:
    """A limit on the size of files ends a write as a full disk does."""
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from mockwx.intercept.certificate_authority import Authority, UnusableCa\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))\n"
        "try: Authority(Path(sys.argv[1]))\n"
        "except UnusableCa as why: print(why)\n"
    )
    run = [sys.executable, "-c", script, str(tmp_path / "ca"), str(room)]
    ended = subprocess.run(run, capture_output=True, text=True, check=True)
    assert re.search(r"cannot be written to .*: .+; make room .* \| 无法把 CA 写入", ended.stdout)
    assert list((tmp_path / "ca").iterdir()) == []
    Authority(tmp_path / "ca")


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604])
def test_a_key_that_others_may_read_or_change_is_not_used(tmp_path: Path, mode: int) -> None:
    Authority(tmp_path)
    (tmp_path / KEY).chmod(mode)
    with pytest.raises(UnusableCa, match="others may read or change the key"):
        Authority(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_key_of_another_user_is_not_used(tmp_path: Path) -> None:
    Authority(tmp_path)
    os.chown(tmp_path / KEY, 12345, 12345)
    with pytest.raises(UnusableCa, match="another user's file"):
        Authority(tmp_path)


@pytest.mark.parametrize(
    "constraints",
    [
        None,
        x509.NameConstraints([x509.DNSName("weixin.qq.com"), x509.DNSName("example.com")], None),
        x509.NameConstraints([x509.DNSName("weixin.qq.com")], None),
        x509.NameConstraints([x509.DNSName("weixin.qq.com"), x509.IPAddress(ip_network("0.0.0.0/0"))], None),
    ],
)
def test_a_ca_that_may_vouch_for_others_is_not_used(tmp_path: Path, constraints: x509.NameConstraints | None) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a company's own CA")])
    begin = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    if constraints is not None:
        builder = builder.add_extension(constraints, critical=True)
    (tmp_path / CERTIFICATE).write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    (tmp_path / KEY).touch(0o600)
    (tmp_path / KEY).write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(UnusableCa, match="may vouch for other hosts"):
        Authority(tmp_path)


def test_a_key_of_another_kind_is_told_about(tmp_path: Path) -> None:
    Authority(tmp_path)
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / KEY).write_bytes(pem)
    with pytest.raises(UnusableCa):
        Authority(tmp_path)


def test_a_server_without_tls_loads_none_of_it() -> None:
    script = (
        "import sys\nfrom mockwx import MockWx\nwith MockWx() as m:\n"
        "    import urllib.request; urllib.request.urlopen(m.url + '/sns/jscode2session').read()\n"
        "    tls = ('mockwx.intercept.certificate_authority', 'mockwx.intercept.tls', 'cryptography.x509')\n"
        "    print([name for name in tls if name in sys.modules])\n"
    )
    environment = {**os.environ, "NO_PROXY": "*", "no_proxy": "*"}
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert ran.stdout == "[]\n"


def test_a_bundle_has_all_that_was_trusted_before(tmp_path: Path) -> None:
    mine, other = Authority().pem, Authority().pem
    (tmp_path / "own.pem").write_bytes(other)
    found = bundle(mine, {"SSL_CERT_FILE": str(tmp_path / "own.pem"), "REQUESTS_CA_BUNDLE": "/nowhere"})
    assert mine.strip() in found
    assert other.strip() in found
    import certifi

    assert found.count(b"BEGIN CERTIFICATE") >= Path(certifi.where()).read_bytes().count(b"BEGIN CERTIFICATE")
    assert java_store(found)


def test_the_mark_is_no_address_of_anybody() -> None:
    assert MARK.startswith("127.")
    assert MARK != "127.0.0.1"
