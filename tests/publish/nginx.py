"""The real nginx, on the configuration we give to administrators and the loopback address."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vanban.publish.policy import Policy
from vanban.publish.servers import ServerOptions, nginx_config, write_policy


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port


@contextmanager
def nginx(folder: Path, options: ServerOptions, policy: Policy, beside: str = "") -> Iterator[str]:
    """Run the real nginx on the configuration we give to administrators, as one process of this user."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/bin")
    assert program, "cài nginx (apt-get install nginx) để chạy các phép thử máy chủ"
    write_policy(Path(options.server), policy)
    (folder / "site.conf").write_text(nginx_config(options), encoding="utf-8")
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = (
        _modules(options) + f"daemon off;\nuser root;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    )
    main += f"http {{\naccess_log off;\n{places}include {folder}/site.conf;\n{beside}}}\n"
    (folder / "main.conf").write_text(main, encoding="utf-8")
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "main.conf")]
    subprocess.run([*command, "-t", "-q"], check=True)
    server = subprocess.Popen(command)
    try:
        await_port(options.listen)
        yield options.listen
    finally:
        server.terminate()
        server.wait(timeout=20)


def _modules(options: ServerOptions) -> str:
    """Return the line that loads the Brotli module, which Debian ships apart from nginx."""
    if not options.brotli:
        return ""
    module = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    assert module.is_file(), "cài libnginx-mod-http-brotli-static (apt-get) để chạy phép thử Brotli"
    return f"load_module {module};\n"


def await_port(listen: str) -> None:
    host, port = listen.split(":")
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nginx does not answer at {listen}")
