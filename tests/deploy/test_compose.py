"""docker-compose.yml, Dockerfile and nginx.conf are read here, not started: CI has no engine."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
ONCE = {"migrate", "certificate"}
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
ENTRYPOINT = (ROOT / "deploy" / "entrypoint").read_text()


def test_all_parts_of_a_deployment_are_there():
    parts = {"web", "sockets", "worker", "beat", "nginx", "postgres", "redis", "turn"}
    assert set(SERVICES) == parts | ONCE


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONCE))
def test_every_long_running_service_has_a_healthcheck_and_restarts(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_waits_for_services_that_exist_in_a_way_they_can_answer(name):
    for other, how in SERVICES[name].get("depends_on", {}).items():
        once = how["condition"] == "service_completed_successfully"
        assert once is (other in ONCE)


def test_no_secret_stands_in_the_compose_file():
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|KEY", key):
                assert value.startswith("${")
                # A part that is not always started asks for its secret when it starts.
                assert ":?" in value or "profiles" in service


@pytest.mark.parametrize("name", ["web", "sockets", "worker", "beat", "migrate", "certificate"])
def test_the_entrypoint_knows_the_command_of_each_service(name):
    assert re.search(rf"^  {SERVICES[name]['command'][0]}\)$", ENTRYPOINT, re.MULTILINE)


def test_the_database_is_reachable_from_inside_only():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_nginx_sends_sockets_and_pages_to_services_that_exist_and_fails_over():
    upstreams = dict(re.findall(r"upstream (\w+) \{\s+server (\w+):8000 max_fails=1", NGINX))
    assert upstreams == {"pages": "web", "sockets": "sockets"}
    assert set(upstreams.values()) <= set(SERVICES)
    assert re.search(r"location /ws/ \{\s+proxy_pass http://sockets;", NGINX)
    assert "proxy_next_upstream error timeout http_502;" in NGINX
    assert "proxy_connect_timeout 1s;" in NGINX
    assert "X-Forwarded-For $remote_addr" in NGINX


def test_the_image_is_built_in_stages_by_people_without_rights():
    text = (ROOT / "Dockerfile").read_text()
    assert "# syntax=" not in text
    assert text.count("\nFROM ") + text.startswith("FROM") >= 3
    assert "HEALTHCHECK" in text
    assert "\nUSER peerlearn" in text
    copied = re.findall(r"^COPY (?!--from)(.+?) \S+$", text, re.MULTILINE)
    for source in " ".join(copied).split():
        assert source in ("package-lock.json", "package.json") or (ROOT / source).exists()
