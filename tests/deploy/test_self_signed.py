"""The certificate that lets `docker compose up` speak https before a real one is mounted."""

import ssl
import stat

from deploy import self_signed


def test_a_certificate_for_the_hosts_is_written_once_and_kept(tmp_path):
    assert self_signed.write(tmp_path, ["learn.example.org", "localhost"])
    first = (tmp_path / "fullchain.pem").read_bytes()
    assert not self_signed.write(tmp_path, ["other.example.org"])
    assert (tmp_path / "fullchain.pem").read_bytes() == first
    assert stat.S_IMODE((tmp_path / "privkey.pem").stat().st_mode) == 0o600
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
        tmp_path / "fullchain.pem", tmp_path / "privkey.pem"
    )
