"""The sample configurations, with the real nginx on the loopback address."""

from __future__ import annotations

import gzip
import http.client
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from publish.nginx import free_port, nginx
from vanban.problems import InputError
from vanban.publish.manifest import ReleaseFacts
from vanban.publish.policy import Policy
from vanban.publish.prepare import Release, prepare_release
from vanban.publish.releases import FolderTarget, deliver_folder
from vanban.publish.servers import (
    ServerOptions,
    caddy_config,
    iis_config,
    nginx_config,
    policy_files,
    write_policy,
    write_samples,
)
from vanban.publish.verify import verify


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(address, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)


@pytest.fixture(scope="module")
def published(material_release: Release, tmp_path_factory: pytest.TempPathFactory) -> FolderTarget:
    target = FolderTarget(tmp_path_factory.mktemp("nginx") / "dest")
    target.root.parent.chmod(0o755)
    deliver_folder(material_release, target)
    return target


@pytest.fixture(scope="module")
def options(published: FolderTarget) -> ServerOptions:
    root = published.root
    return ServerOptions(str(root / "current"), str(root / "server"), "/dan-van/", f"127.0.0.1:{free_port()}")


@pytest.fixture(scope="module")
def address(
    options: ServerOptions, material_release: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with nginx(tmp_path_factory.mktemp("server"), options, material_release.policy) as listen:
        yield listen


def test_pages_come_with_type_policy_and_no_long_cache(address: str, material_release: Release) -> None:
    answer = ask(address, "/dan-van/bao-cao/mot.html")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == str(material_release.policy)
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "etag" in answer.headers
    assert answer.headers["server"] == "nginx"


def test_an_unchanged_page_is_not_sent_again(address: str) -> None:
    first = ask(address, "/dan-van/index.html")
    assert ask(address, "/dan-van/index.html", If_None_Match=first.headers["etag"]).status == 304


def test_hashed_assets_are_kept_for_ever(address: str, material_release: Release) -> None:
    names = [path.name for path in (material_release.folder / "assets/javascripts").glob("bundle.*.min.js")]
    answer = ask(address, f"/dan-van/assets/javascripts/{names[0]}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].split(";")[0] in {"application/javascript", "text/javascript"}


def test_the_copy_compressed_at_publishing_is_sent(address: str, material_release: Release) -> None:
    answer = ask(address, "/dan-van/index.html", Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.body == (material_release.folder / "index.html.gz").read_bytes()
    assert gzip.decompress(answer.body) == ask(address, "/dan-van/index.html").body


TYPES = {
    "release.json": "application/json; charset=utf-8",
    "SHA256SUMS": "application/octet-stream",
    "assets/images/favicon.png": "image/png",
}


@pytest.mark.parametrize("path", TYPES)
def test_types(address: str, path: str) -> None:
    assert ask(address, f"/dan-van/{path}").headers["content-type"] == TYPES[path]


def test_the_home_page_with_and_without_slash(address: str) -> None:
    assert ask(address, "/dan-van/").body == ask(address, "/dan-van/index.html").body
    answer = ask(address, "/dan-van")
    assert (answer.status, answer.headers["location"]) == (301, "/dan-van/")


@pytest.mark.parametrize("path", ["khong-co.html", "bao-cao/sau/nua/khong-co.html", "bao-cao/mot.html/x"])
def test_the_not_found_page_is_ours_and_finds_its_styles(address: str, path: str) -> None:
    answer = ask(address, f"/dan-van/{path}")
    assert answer.status == 404
    text = answer.body.decode()
    style = text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert style.startswith("/dan-van/assets/")
    assert ask(address, style).status == 200
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["/dan-van/bao-cao/", "/dan-van/assets/", "/dan-van/assets/images/"])
def test_no_folder_is_listed(address: str, path: str) -> None:
    answer = ask(address, path)
    assert answer.status in {403, 404}
    assert b"Index of" not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/dan-van/../server/policy.conf",
        "/dan-van/..%2fserver/policy.conf",
        "/dan-van/%2e%2e/server/policy.conf",
        "/dan-van../server/policy.conf",
        "/dan-van/..;/server/policy.conf",
        "/dan-van//etc/passwd",
        "/dan-van/%00",
        "/etc/passwd",
        "/",
    ],
)
def test_nothing_outside_the_site_is_sent(address: str, path: str) -> None:
    answer = ask(address, path)
    assert answer.status in {400, 403, 404}
    assert b"vanban_policy" not in answer.body
    assert b"root:" not in answer.body


def test_a_link_planted_in_the_site_is_not_followed(address: str, published: FolderTarget) -> None:
    planted = published.root / "current" / "bi-mat.txt"
    planted.symlink_to("/etc/hostname")
    try:
        assert ask(address, "/dan-van/bi-mat.txt").status == 403
    finally:
        planted.unlink()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_allowed(address: str, method: str) -> None:
    assert ask(address, "/dan-van/index.html", method).status in {403, 405}


def test_the_published_copy_verifies_over_http(address: str) -> None:
    assert [str(problem) for problem in verify(f"http://{address}/dan-van/")] == []


def test_the_switch_is_seen_without_a_reload(
    material_site: Path, published: FolderTarget, address: str, tmp_path: Path
) -> None:
    page = ask(address, "/dan-van/release.json").body
    other = prepare_release(material_site, tmp_path / "other", ReleaseFacts("khac", 2, "/dan-van/"))
    before = published.current()
    deliver_folder(other, published)
    assert ask(address, "/dan-van/release.json").body != page
    (published.root / ".current.new").symlink_to(f"releases/{before}")
    (published.root / ".current.new").replace(published.root / "current")
    assert ask(address, "/dan-van/release.json").body == page


def test_a_password_is_asked_for(options: ServerOptions, material_release: Release, tmp_path: Path) -> None:
    command = ["openssl", "passwd", "-6", "mat-khau"]
    password = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (tmp_path / "nguoi-doc").write_text(f"can-bo:{password}", encoding="utf-8")
    secured = replace(options, listen=f"127.0.0.1:{free_port()}", password_file=str(tmp_path / "nguoi-doc"))
    with nginx(tmp_path, secured, material_release.policy) as address:
        assert ask(address, "/dan-van/index.html").status == 401
        assert ask(address, "/dan-van/index.html", Authorization="Basic Y2FuLWJvOnNhaQ==").status == 401
        assert ask(address, "/dan-van/index.html", Authorization="Basic Y2FuLWJvOm1hdC1raGF1").status == 200


def test_only_the_given_networks_may_read(options: ServerOptions, material_release: Release, tmp_path: Path) -> None:
    closed = replace(options, listen=f"127.0.0.1:{free_port()}", allowed=("10.0.0.0/8",))
    with nginx(tmp_path, closed, material_release.policy) as address:
        assert ask(address, "/dan-van/index.html").status == 403
        assert ask(address, "/dan-van/khong-co.html").status == 403
    opened = replace(closed, listen=f"127.0.0.1:{free_port()}", allowed=("10.0.0.0/8", "127.0.0.0/8"))
    with nginx(tmp_path, opened, material_release.policy) as address:
        assert ask(address, "/dan-van/index.html").status == 200


def test_a_service_decides_who_signs_in(options: ServerOptions, material_release: Release, tmp_path: Path) -> None:
    """The place of an LDAP gate: here another nginx that lets in whoever brings a cookie."""
    gate = f"127.0.0.1:{free_port()}"
    check = f'server {{ listen {gate}; location / {{ if ($http_cookie != "x=1") {{ return 401; }} return 200; }} }}\n'
    secured = replace(options, listen=f"127.0.0.1:{free_port()}", sign_in_url=f"http://{gate}/")
    with nginx(tmp_path, secured, material_release.policy, check) as address:
        assert ask(address, "/dan-van/index.html").status == 401
        assert ask(address, "/dan-van/index.html", Cookie="x=1").status == 200
        assert ask(address, "/_dang-nhap", Cookie="x=1").status == 404


def test_without_the_service_nobody_reads(options: ServerOptions, material_release: Release, tmp_path: Path) -> None:
    gone = f"http://127.0.0.1:{free_port()}/"
    secured = replace(options, listen=f"127.0.0.1:{free_port()}", sign_in_url=gone)
    with nginx(tmp_path, secured, material_release.policy) as address:
        assert ask(address, "/dan-van/index.html").status == 500


def test_the_site_at_the_servers_root(options: ServerOptions, material_site: Path, tmp_path: Path) -> None:
    release = prepare_release(material_site, tmp_path / "release", ReleaseFacts())
    root = replace(options, root=str(release.folder), prefix="/", listen=f"127.0.0.1:{free_port()}")
    with nginx(tmp_path, root, release.policy) as address:
        assert ask(address, "/").status == 200
        answer = ask(address, "/sau/khong-co.html")
        assert answer.status == 404
        assert b'href="/assets/' in answer.body


def test_brotli_copies_are_sent_where_the_module_is(
    options: ServerOptions, material_release: Release, tmp_path: Path
) -> None:
    brotli = replace(options, listen=f"127.0.0.1:{free_port()}", brotli=True)
    with nginx(tmp_path, brotli, material_release.policy) as address:
        answer = ask(address, "/dan-van/index.html", Accept_Encoding="gzip, br")
        assert ask(address, "/dan-van/index.html", Accept_Encoding="gzip").headers["content-encoding"] == "gzip"
    assert answer.headers["content-encoding"] == "br"
    assert answer.body == (material_release.folder / "index.html.br").read_bytes()


def test_the_policy_is_rewritten_only_when_it_changes(tmp_path: Path) -> None:
    assert write_policy(tmp_path, Policy(("sha256-a",)))
    assert not write_policy(tmp_path, Policy(("sha256-a",)))
    assert write_policy(tmp_path, Policy(("sha256-b",)))
    assert "'sha256-b'" in (tmp_path / "policy.conf").read_text(encoding="utf-8")


def test_samples_never_overwrite_an_administrators_edit(tmp_path: Path) -> None:
    options = ServerOptions("/srv/dan-van/current", "/srv/dan-van/server")
    assert write_samples(tmp_path, options) == ("nginx.conf", "Caddyfile")
    (tmp_path / "nginx.conf").write_text("sửa", encoding="utf-8")
    assert write_samples(tmp_path, options) == ()
    assert (tmp_path / "nginx.conf").read_text(encoding="utf-8") == "sửa"


@pytest.mark.parametrize(
    "change",
    [
        {"root": '/srv/"; include /etc/passwd; "'},
        {"root": "/srv/../etc"},
        {"server": "/srv/x;y"},
        {"prefix": "/a b/"},
        {"listen": "80; server_name x"},
        {"name": "x; y"},
        {"allowed": ("all; allow 1.2.3.4",)},
        {"password_file": "/x y"},
        {"sign_in_url": "http://x; y"},
    ],
)
def test_options_that_would_change_the_file_are_refused(change: dict[str, str]) -> None:
    options = replace(ServerOptions("/srv/dan-van/current", "/srv/dan-van/server"), **change)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(InputError):
        nginx_config(options)


def test_caddy_and_iis_carry_the_policy(tmp_path: Path) -> None:
    policy = Policy(("sha256-a+/=",), (), ("sha256-b",))
    text = iis_config(policy)
    headers = {add.get("name"): add.get("value") for add in ET.fromstring(text).iter("add") if add.get("value")}
    assert headers["Content-Security-Policy"] == str(policy)
    assert f'"{policy}"' in policy_files(policy)["policy.caddy"]
    caddy = caddy_config(ServerOptions("/srv/dan-van/current", str(tmp_path), "/dan-van/"))
    assert "handle_path /dan-van/*" in caddy
    assert "$" not in caddy.replace("$", "", 1)


def test_a_policy_too_long_for_nginx_is_refused() -> None:
    with pytest.raises(InputError, match="chính sách CSP"):
        policy_files(Policy(tuple(f"sha256-{number:044d}" for number in range(80))))


SAMPLES = Path(__file__).resolve().parent.parent.parent / "docs" / "huong-dan" / "may-chu"


def test_the_samples_in_the_guide_are_what_the_program_writes() -> None:
    options = ServerOptions("/srv/dan-van/current", "/srv/dan-van/server", "/dan-van/")
    assert (SAMPLES / "nginx.conf.txt").read_text(encoding="utf-8") == nginx_config(options)
    assert (SAMPLES / "Caddyfile.txt").read_text(encoding="utf-8") == caddy_config(options)
    assert (SAMPLES / "web.config.txt").read_text(encoding="utf-8") == iis_config(Policy())
