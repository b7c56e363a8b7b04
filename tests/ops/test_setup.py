"""What set-up promises: one list of commands, no test left out unsaid, private services that never stay behind."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ("demo", "test", "check", "browser-test", "services-test", "bench", "docs", "requirements", "lock", "fmt")


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MAKE"))}
    return subprocess.run(command, cwd=cwd, env=env | environment, capture_output=True, text=True)


def test_make_alone_prints_what_can_be_done() -> None:
    said = run("make", "--no-print-directory").stdout

    for target in TARGETS:
        assert re.search(rf"^  make {target} +\w", said, re.M), target


@pytest.mark.parametrize("target", ["demo", "test", "check", "browser-test", "services-test"])
def test_every_target_names_commands_that_exist(target: str) -> None:
    done = run("make", "--dry-run", "--no-print-directory", target)

    assert done.returncode == 0, done.stderr
    for script in re.findall(r"tools/\w+\.(?:py|sh)", done.stdout):
        assert (ROOT / script).is_file(), script


@pytest.mark.parametrize("script", [".ci/run", "tools/services.sh", "tools/install_services.sh"])
def test_scripts_can_be_run(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert run("bash", "-n", script).returncode == 0


def test_ci_runs_the_check_and_all_three_kinds_of_tests() -> None:
    said = (ROOT / ".ci" / "run").read_text("utf-8")

    for target in ("check", "test", "browser-test", "services-test"):
        assert f"step {target} make {target}" in said


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("def test_a(): pass", 0),
        ("import pytest\ndef test_a(): pytest.skip('later')\ndef test_b(): pass", 1),
        ("import pytest\n@pytest.mark.skip(reason='x')\ndef test_a(): pass\ndef test_b(): pass", 1),
        ("import pytest\npytest.skip('all of it', allow_module_level=True)", 1),
        ("def nothing(): pass", 5),
    ],
)
def test_a_strict_run_fails_when_a_test_is_left_out(tmp_path: Path, body: str, code: int) -> None:
    (tmp_path / "test_it.py").write_text(body)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "tools.no_skips", "-q"]

    # Without everything else that is installed for pytest, which takes seconds to load and has no say here.
    done = run(
        *command, str(tmp_path), "--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"),
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
    )  # fmt: skip

    assert done.returncode == code, done.stdout


def test_what_is_missing_is_named_to_whoever_may_not_install_it(tmp_path: Path) -> None:
    """A machine without services and without rights: a stub of ``id`` says so, an empty PATH has nothing else."""
    for name, body in {"id": "echo 1000", "sh": 'exec /bin/sh "$@"'}.items():
        stub = tmp_path / name
        stub.write_text(f"#!/bin/sh\n{body}\n")
        stub.chmod(0o755)

    done = run("/bin/sh", "tools/install_services.sh", "services", PATH=str(tmp_path))

    assert done.returncode == 1
    assert "postgresql redis-server nginx" in done.stderr
    assert "apt-get install" in done.stderr


@pytest.mark.services
def test_private_services_are_always_stopped() -> None:
    done = run("tools/services.sh", "sh", "-c", 'echo "AT $DATABASE_URL $BROKER_URL"; exit 7')

    assert done.returncode == 7, done.stderr
    ports = [urlsplit(url).port for url in re.findall(r"\S+://\S+", done.stdout)]
    assert len(ports) == 2
    for port in ports:
        with closing(socket.socket()) as probe:
            assert probe.connect_ex(("127.0.0.1", port or 0)) != 0
