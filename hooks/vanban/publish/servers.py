"""Servers: configurations of nginx, Caddy and IIS for one address, and the policy files a publication rewrites.

The policy is the only part that changes with a release, so it has a file of its own; the rest is written once, and
belongs to the server's administrator from then on.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path, PurePosixPath
from string import Template
from typing import Final
from xml.sax.saxutils import quoteattr

from vanban.patterns import lazy_pattern
from vanban.problems import InputError, Problem
from vanban.publish.disk import write_whole
from vanban.publish.policy import LONGEST, Policy
from vanban.records import dataclass

NGINX: Final = "nginx.conf"
CADDY: Final = "Caddyfile"
IIS: Final = "web.config"

_SAFE_PATH: Final = lazy_pattern(r"/[A-Za-z0-9._/@-]*")
_SAFE_NAME: Final = lazy_pattern(r"_|[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What a server's administrator decides.

    Attributes:
        root: The folder served: `DEST/current`, as the server's machine names it.
        server: The folder of the policy file: `DEST/server`.
        prefix: Address of the site on the server, with both slashes.
        listen: Port, or `address:port`.
        name: Host name; `_` answers to any.
        password_file: File of names and passwords (`htpasswd`); asks readers to sign in when given.
        sign_in_url: Address of an internal service that answers 200 or 401 (LDAP behind `auth_request`).
        allowed: Networks that may read (`10.0.0.0/8`); everybody when empty.
        brotli: Whether the server has the module that sends `.br` files.
    """

    root: str
    server: str
    prefix: str = "/"
    listen: str = "80"
    name: str = "_"
    password_file: str = ""
    sign_in_url: str = ""
    allowed: tuple[str, ...] = ()
    brotli: bool = False


def nginx_config(options: ServerOptions) -> str:
    """Return the configuration for nginx 1.18 or later; it includes `policy.conf`.

    Raises:
        InputError: A path, name or network could change the meaning of the file.
    """
    _require_safe(options)
    blank = options.prefix == "/"
    return _filled(
        NGINX,
        options,
        redirect="" if blank else f"\n    location = {options.prefix.rstrip('/')} {{ return 301 {options.prefix}; }}\n",
        brotli="        brotli_static on;"
        if options.brotli
        else "        # Có mô-đun brotli thì thêm: brotli_static on;",
        links=_nginx_links(options),
        access=_nginx_access(options),
        elsewhere=_nginx_sign_in(options) + ("" if blank else "\n    location / { return 404; }"),
    )


def caddy_config(options: ServerOptions) -> str:
    """Return the configuration for Caddy 2; it imports `policy.caddy`. Sign-in and networks are left to its manual.

    Raises:
        InputError: A path or name could change the meaning of the file.
    """
    _require_safe(options)
    return _filled(CADDY, options)


def iis_config(policy: Policy) -> str:
    """Return `web.config`, policy included: IIS reads it again by itself whenever it changes."""
    value = quoteattr(str(policy))[1:-1]
    return Template(_template(IIS)).substitute(policy=value)


def policy_files(policy: Policy) -> Mapping[str, str]:
    """Return the files that hold the policy, by name, for nginx and Caddy.

    Raises:
        InputError: The policy is longer than a server's configuration takes.
    """
    text = str(policy)
    if len(text) > LONGEST:
        message = f"chính sách CSP của các bản đang giữ dài {len(text)} byte, quá {LONGEST}; giảm số bản giữ lại"
        raise InputError(Problem("policy.conf", 0, message))
    return {
        "policy.conf": f'map "" $vanban_policy {{\n    default "{text}";\n}}\n',
        "policy.caddy": f'(vanban_policy) {{\n\theader Content-Security-Policy "{text}"\n}}\n',
    }


def write_policy(folder: Path, policy: Policy) -> bool:
    """Write the policy files to `folder`; return whether a running server must read its configuration again."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    changed = False
    for name, text in policy_files(policy).items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text)
            changed = True
    return changed


def write_samples(folder: Path, options: ServerOptions) -> tuple[str, ...]:
    """Write the configurations that are not there yet; return their names. An administrator's edit stays."""
    made = []
    for name, text in ((NGINX, nginx_config(options)), (CADDY, caddy_config(options))):
        if not (folder / name).exists():
            write_whole(folder / name, text)
            made.append(name)
    return tuple(made)


def _filled(name: str, options: ServerOptions, **parts: str) -> str:
    text = Template(_template(name)).substitute(
        prefix=options.prefix,
        listen=options.listen,
        name=options.name,
        root=options.root,
        server=options.server,
        **parts,
    )
    return re.sub(r"\n{3,}", "\n\n", text)


def _template(name: str) -> str:
    return resources.files("vanban.publish").joinpath("templates", name).read_text(encoding="utf-8")


def _nginx_links(options: ServerOptions) -> str:
    """Refuse links inside the site; the Brotli module does not know `from=`, so there links to others' files are."""
    wanted = "if_not_owner" if options.brotli else "on from=$document_root"
    return f"        disable_symlinks {wanted};"


def _nginx_access(options: ServerOptions) -> str:
    lines = [f"allow {network};" for network in options.allowed] + (["deny all;"] if options.allowed else [])
    if options.password_file:
        lines += ['auth_basic "Trang van ban noi bo";', f'auth_basic_user_file "{options.password_file}";']
    if options.sign_in_url:
        lines += ["auth_request /_dang-nhap;"]
    if not lines:
        lines = [
            "# Chỉ cho một số mạng: allow 10.0.0.0/8; deny all;",
            '# Đăng nhập: auth_basic "Trang van ban"; auth_basic_user_file /etc/nginx/nguoi-doc;',
        ]
    return "\n".join(f"        {line}" for line in lines)


def _nginx_sign_in(options: ServerOptions) -> str:
    if not options.sign_in_url:
        return ""
    return (
        "\n    location = /_dang-nhap {\n        internal;\n"
        f"        proxy_pass {options.sign_in_url};\n"
        '        proxy_pass_request_body off;\n        proxy_set_header Content-Length "";\n'
        "        proxy_set_header X-Original-URI $request_uri;\n    }\n"
    )


def _require_safe(options: ServerOptions) -> None:
    """Refuse values that would end a quoted string or a directive of a configuration."""
    paths = [options.root, options.server, options.prefix, *filter(None, [options.password_file])]
    safe = all(_SAFE_PATH.fullmatch(path) and ".." not in PurePosixPath(path).parts for path in paths)
    safe = safe and bool(re.fullmatch(r"(?:[0-9.]+:|\[[0-9a-f:]+\]:)?\d{1,5}", options.listen))
    safe = safe and bool(_SAFE_NAME.fullmatch(options.name))
    safe = safe and bool(re.fullmatch(r"(?:https?://[A-Za-z0-9.:/_-]+)?", options.sign_in_url))
    if not safe or not all(_is_network(network) for network in options.allowed):
        message = "đường dẫn, tên máy hoặc mạng có ký tự lạ; chỉ dùng chữ không dấu, số, dấu chấm, gạch nối"
        raise InputError(Problem(NGINX, 0, message))


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True
