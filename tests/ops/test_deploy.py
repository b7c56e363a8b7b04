"""What deploy/ says is what the code does: one set of commands, one list of variables, one bound for uploads."""

from __future__ import annotations

import ast
import os
import re
import secrets
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from patrol_ops.core import safety
from patrol_ops.core.files import TooLarge
from patrol_ops.management import parts

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
READS = {"bool", "str", "int", "list", "db", "required", "get"}


def told(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


# --- one set of commands --------------------------------------------------------------------------------------------


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(told("compose.yaml"))
    return found


def started(unit: str) -> str:
    (command,) = re.findall(r"^ExecStart=(.+)$", told(unit), re.M)
    return str(command).removeprefix("/srv/patrol-ops/.venv/bin/")


@pytest.mark.parametrize("part", parts.PARTS)
def test_each_part_is_started_alike_everywhere(part: str) -> None:
    command = parts.PARTS[part]

    assert started(f"patrol-ops-{part}.service") == command
    assert compose()["services"][part]["command"] == command
    assert f"| `{command}` |" in told("README.md")


def test_one_machine_and_the_image_are_started_as_said() -> None:
    assert started("patrol-ops.service") == parts.UP
    assert f"| `{parts.UP}` |" in told("README.md")
    (command,) = re.findall(r"^CMD (.+)$", told("Dockerfile"), re.M)
    assert yaml.safe_load(command) == parts.WEB.split()


@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("*.service")))
def test_units_run_as_nobody_and_write_only_where_they_must(unit: str) -> None:
    said = told(unit)

    for line in ("User=patrol", "NoNewPrivileges=yes", "ProtectSystem=strict", "Restart=always", "PrivateTmp=yes"):
        assert f"\n{line}\n" in said, line
    assert re.findall(r"^EnvironmentFile=(.+)$", said, re.M) == ["/etc/patrol-ops.env"]
    assert re.findall(r"^ReadWritePaths=(.+)$", said, re.M) == ["/srv/patrol-ops/var"]


def test_compose_has_one_clock_and_nothing_without_a_look_after_it() -> None:
    services = compose()["services"]

    assert set(services) == {"migrate", "web", "worker", "beat", "nginx", "db", "redis"}
    assert services["beat"]["container_name"], "a container with a name cannot be started twice"
    assert [name for name, it in services.items() if name != "migrate" and "healthcheck" not in it] == []
    assert services["migrate"]["restart"] == "no"
    for name in (*parts.PARTS, "migrate"):
        assert services[name]["env_file"] == "patrol-ops.env"
        assert services[name]["read_only"] is True
    assert int(services["db"]["image"].split(":")[1]) >= 15
    assert f"postgresql-client-{services['db']['image'].split(':')[1]}" in told("Dockerfile")
    assert not re.search(r"(PASSWORD|SECRET|KEY)\w*[:=] *\S", told("compose.yaml"))


def test_the_image_is_nobodys_and_by_the_locks() -> None:
    said = told("Dockerfile")

    assert re.findall(r"^USER (.+)$", said, re.M) == ["patrol"]
    assert "--require-hashes" in said
    assert "npm ci" in said
    assert "collectstatic" in said
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".*", "var", "node_modules"} <= set(ignored)


# --- one bound, and nothing said that is somebody's -----------------------------------------------------------------


def test_the_proxy_lets_pass_what_the_site_reads_and_little_more() -> None:
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", told("nginx.conf"))

    assert TooLarge.limit < int(megabytes) * 1024 * 1024 <= TooLarge.limit + 2 * 1024 * 1024


def test_the_proxy_keeps_quiet_and_writes_over_what_strangers_say() -> None:
    said = told("nginx.conf")

    for line in (
        "gzip off;", "access_log off;", "server_tokens off;",
        "proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_set_header X-Request-ID $request_id;", "proxy_set_header Host $host;",
    ):  # fmt: skip
        assert line in said, line
    (static,) = re.findall(r"location /static/ {(.*?)}", said, re.S)
    assert "proxy_cache patrol_static;" in static, "kept as long as the site says, which is a year"
    assert "proxy_set_header" not in static, "one here would take all the others away"
    assert said.count("proxy_cache ") == 1, "nothing else is anybody's but the asker's"
    for path in ("/ready/", "/metrics/"):
        assert re.search(rf"location = {path} {{\s+return 404;", said)


# --- one list of variables ------------------------------------------------------------------------------------------


def asked_for(file: str) -> set[str]:
    """Names that the code reads from the environment: ``env.str("X")``, ``required("X")``, ``os.environ.get("X")``."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        value = node.args[0].value
        if name in READS and isinstance(value, str) and value.isupper():
            found.add(value)
    return found


def variables() -> set[str]:
    return asked_for("patrol_ops/settings.py") | asked_for("patrol_ops/management/serving.py")


def test_every_variable_has_words_and_every_word_a_variable() -> None:
    example = Counter(re.findall(r"^#?([A-Z_]+)=", told("env.example"), re.M))
    table = Counter(re.findall(r"^\| `([A-Z_]+)` \|", told("README.md"), re.M))

    assert len(variables()) > 20
    assert set(example) == set(table) == variables()
    assert {name for name, times in (example + table).items() if times != 2} == set()


def test_nothing_else_reads_the_environment() -> None:
    """A variable that is read elsewhere would be documented nowhere."""
    reading = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "patrol_ops").rglob("*.py")
        if re.search(r"os\.environ(\.get|\[)|os\.getenv", path.read_text("utf-8"))
    }

    assert reading == {"patrol_ops/management/serving.py"}


def example(**changed: str) -> dict[str, str]:
    """The example as somebody fills it in: keys of their own, the rest as it stands."""
    held = dict(re.findall(r"^([A-Z_]+)=(.*)$", told("env.example"), re.M))
    held |= {"SECRET_KEY": secrets.token_urlsafe(48), "INDEX_KEY": secrets.token_urlsafe(48)}
    held["FIELD_KEYS"] = b64encode(secrets.token_bytes(32)).decode()
    held["DATABASE_URL"] = held["DATABASE_URL"].replace("change-me", secrets.token_urlsafe(24))
    return held | changed


def check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    kept = {name: value for name, value in os.environ.items() if name not in variables()}
    return subprocess.run(command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, timeout=300)


def test_the_example_passes_every_check_of_a_server() -> None:
    done = check(example())

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_as_it_stands_the_example_does_not_start() -> None:
    done = check(dict(re.findall(r"^([A-Z_]+)=(.*)$", told("env.example"), re.M)))

    assert done.returncode != 0
    for name in ("SECRET_KEY", "INDEX_KEY", "FIELD_KEYS", "DATABASE_URL"):
        assert name in done.stderr


# --- what is not safe does not start --------------------------------------------------------------------------------

SAFE: dict[str, Any] = {
    "SECRET_KEY": "k3J-" + "abcdefghij" * 5,
    "INDEX_KEY": "abcdefghij" * 4,
    "FIELD_KEYS": [b64encode(bytes(32)).decode()],
    "HTTPS": True,
    "BEHIND_PROXY": True,
    "ALLOWED_HOSTS": ["patrol.example.gov.cn"],
    "CSRF_TRUSTED_ORIGINS": ["https://patrol.example.gov.cn"],
    "SITE_URL": "",
    "METRICS_TOKEN": "",
    "DATABASES": {"default": {"PASSWORD": "abcdefghijklmnop"}},
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY can be guessed.*secrets.token_urlsafe"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY can be guessed"),
        ({"SECRET_KEY": "django-insecure-" + "abcdefghij" * 5}, "SECRET_KEY can be guessed"),
        ({"INDEX_KEY": "change-me"}, "INDEX_KEY can be guessed"),
        ({"FIELD_KEYS": ["change-me"]}, "FIELD_KEYS must each be 32 bytes"),
        ({"FIELD_KEYS": [*SAFE["FIELD_KEYS"], ""]}, "FIELD_KEYS must each be 32 bytes"),
        ({"ALLOWED_HOSTS": ["a.example", "*"]}, "ALLOWED_HOSTS lets any name pass"),
        ({"CSRF_TRUSTED_ORIGINS": ["http://a.example"]}, "CSRF_TRUSTED_ORIGINS"),
        ({"SITE_URL": "http://a.example"}, "SITE_URL must begin with https"),
        ({"BEHIND_PROXY": True, "HTTPS": False}, "BEHIND_PROXY is on and HTTPS is off"),
        ({"DATABASES": {"default": {"PASSWORD": "postgres"}}}, "password in DATABASE_URL"),
        ({"METRICS_TOKEN": "metrics"}, "METRICS_TOKEN can be guessed"),
    ],
)
def test_what_is_not_safe_is_refused_with_the_remedy(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        safety.refuse_unsafe(SAFE | changed)


def test_the_demo_whose_password_is_printed_is_not_for_the_open_net(settings: Any) -> None:
    settings.HTTPS, settings.DEBUG = True, False
    with pytest.raises(CommandError, match="HTTPS=off"):
        call_command("demo")


def test_all_is_said_at_once_and_what_is_safe_starts() -> None:
    safety.refuse_unsafe(SAFE)
    safety.refuse_unsafe(SAFE | {"HTTPS": False, "BEHIND_PROXY": False, "SECRET_KEY": "x", "ALLOWED_HOSTS": ["*"]})
    with pytest.raises(ImproperlyConfigured) as refused:
        safety.refuse_unsafe(SAFE | {"SECRET_KEY": "x", "ALLOWED_HOSTS": ["*"]})

    assert str(refused.value).count("\n- ") == 2
