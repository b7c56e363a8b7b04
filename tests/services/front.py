"""nginx as deploy/ ships it, with ports and paths of a test: run by nobody in particular, before many web servers."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import pwd
import re
import shutil
import ssl
import subprocess
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from patrol_ops.core import clock
from tests.services.running import ROOT, free_port, until

NAME = "patrol.example.gov.cn"
DEPLOY = ROOT / "deploy"
# What /etc/nginx/nginx.conf says of the machine; everything about the site is shipped.
MACHINE = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/conf.d/*.conf;
}}
"""


def program() -> str:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    assert found, "tools/install_services.sh services"
    return found


def shipped(folder: Path, port: int, plain: int, webs: list[int]) -> dict[str, str]:
    """The two files of deploy/, other in nothing but ports and paths."""
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    for said, meant in (
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("/var/cache/nginx/", f"{folder}/cache/"),
        ("/etc/ssl/patrol/", f"{folder}/"),
    ):
        assert said in site, said
        site = site.replace(said, meant)
    upstream = (DEPLOY / "nginx-upstream.conf").read_text("utf-8")
    (line,) = re.findall(r"^ +server 127\.0\.0\.1:8000;$", upstream, re.M)
    lines = "\n".join(line.replace("8000", str(web)) for web in webs)
    return {"patrol-ops.conf": site, "upstream.conf": upstream.replace(line, lines)}


class Front:
    """Its folder lies by itself, for a test of root's lies where nobody else may enter."""

    def __init__(self, webs: list[int]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="patrol-nginx."))
        self.port = free_port()
        self._write(webs)
        nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if nobody is not None:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        as_nobody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if nobody else {}
        command = [
            program(),
            "-p",
            str(self.folder),
            "-e",
            f"{self.folder}/error.log",
            "-c",
            f"{self.folder}/nginx.conf",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **as_nobody)
        until(lambda: self._answers() or self.process.poll() is not None, "nginx")
        assert self.process.poll() is None, f"{self.process.stderr and self.process.stderr.read()!r} {self.said()}"

    def _write(self, webs: list[int]) -> None:
        for name in ("cache", "conf.d"):
            (self.folder / name).mkdir()
        (self.folder / "nginx.conf").write_text(MACHINE.format(folder=self.folder))
        for name, text in shipped(self.folder, self.port, free_port(), webs).items():
            (self.folder / "conf.d" / name).write_text(text)
        key, paper = _own_certificate()
        (self.folder / "key.pem").write_bytes(key)
        (self.folder / "full.pem").write_bytes(paper)

    def _answers(self) -> bool:
        """That it is there, whatever it says."""
        with suppress(OSError, http.client.HTTPException), closing(self.connection()) as asked:
            asked.request("GET", "/ready/", headers={"Host": NAME})
            return asked.getresponse().status == 404
        return False

    def connection(self, timeout: float = 30) -> http.client.HTTPSConnection:
        """As a browser: it looks at the certificate."""
        trusting = ssl.create_default_context(cafile=str(self.folder / "full.pem"))
        trusting.check_hostname = False  # it is asked by its address
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=trusting)

    def said(self) -> str:
        log = self.folder / "error.log"
        return log.read_text() if log.exists() else ""

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        if self.process.stderr is not None:
            self.process.stderr.close()
        shutil.rmtree(self.folder)


def _own_certificate() -> tuple[bytes, bytes]:
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    paper = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(pem, form, plain), paper.public_bytes(pem)
