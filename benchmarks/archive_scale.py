"""What a large archive needs: index, databases, queries and a server's load, at several sizes in one run.

Run: `make bench-archive`, or `python benchmarks/archive_scale.py --documents 10000 20000 100000` (packages of the
project; PostgreSQL, Chromium, nginx and wrk are used where they are installed, else their rows are left out). The real
project stands among so many made-up documents of 300 words, and the labelled queries of `tests/search_queries.yml` are
asked of each engine: the static index in a browser, SQLite, PostgreSQL.

Every size prints its figures and, from the second on, how much they grew per doubling (2.00 is linear). What a million
needs is the last size multiplied on. `--site` measures pages instead: bytes a page and requests a second of nginx.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / folder) for folder in ("hooks", "tests", "benchmarks")]

from playwright.sync_api import sync_playwright  # noqa: E402 - the source roots are put on the path first

from archive_site import queries, score_each, write_among, write_units  # noqa: E402 - likewise
from postgres import Database, literal, running_server, server_programs  # noqa: E402 - likewise
from search_eval import ask, first_answer, open_worker, percentile, serving  # noqa: E402 - likewise
from vanban.archive import search  # noqa: E402 - likewise

HISTORY: Final = ROOT / "artifacts" / "archive.jsonl"
_VANBAN: Final = (sys.executable, "-c", "from vanban.cli import main; raise SystemExit(main())")
_ENVIRONMENT: Final = {**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
_FIRST_QUERIES: Final = 12
_NGINX: Final = """worker_processes 1; pid {root}/nginx.pid; error_log stderr; daemon off;
events {{ worker_connections 512; }}
http {{
  access_log off; types {{ text/html html; text/css css; text/javascript js; application/json json; }}
  client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d;
  scgi_temp_path {root}/e;
  server {{ listen 127.0.0.1:{port}; root {site}; }}
}}
"""
_WRK: Final = """local paths = {{ {paths} }}
local next = 0
request = function() next = next % #paths + 1; return wrk.format("GET", "/" .. paths[next]) end
"""
Figures = dict[str, float]


def main() -> int:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 20_000], help="sizes, ascending")
    parser.add_argument("--scratch", type=Path, default=None, help="folder for what is made")
    parser.add_argument("--site", type=Path, default=None, help="measure the pages of this built site instead")
    parser.add_argument("--loaders", action="store_true", help="databases only, whose input is made in much less time")
    parser.add_argument("--draw", type=int, default=None, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.draw is not None:
        (write_units if arguments.loaders else write_among)(arguments.scratch, arguments.draw)
        return 0
    if arguments.site is not None:
        figures = pages(arguments.site.resolve())
        _print(figures, {}, 0)
        _remember("site", figures)
        return 0
    earlier: Figures = {}
    for documents in arguments.documents:
        with tempfile.TemporaryDirectory(prefix="vanban-archive-", dir=arguments.scratch) as folder:
            print(f"\n{documents} documents")
            figures: Figures = {"documents": documents}
            for part in measure(Path(folder), documents, loaders=arguments.loaders):
                figures |= part
                _print(part, earlier, documents)
        _remember(f"{documents} documents", figures)
        earlier = figures
    return 0


def measure(folder: Path, documents: int, *, loaders: bool) -> Iterator[Figures]:
    """Yield the figures of one size, engine by engine, as they are known."""
    draw = [sys.executable, __file__, "--draw", str(documents), "--scratch", str(folder / "site")]
    seconds, peak = timed([*draw, "--loaders"] if loaders else draw)
    sizes = [path.stat().st_size for path in (folder / "site/search").rglob("*") if path.is_file()]
    if not loaders:
        yield {
            "index: seconds": seconds,
            "index: peak MiB": peak,
            "index: MB": sum(sizes) / 1e6,
            "index: files": len(sizes),
        }
    programs = server_programs()
    if programs is not None:
        with running_server(programs) as database:
            yield _postgresql(folder, database)
    yield _sqlite(folder)
    if not loaders:
        yield _static(folder / "site")


def timed(command: Sequence[str], **options: object) -> tuple[float, float]:
    """Run a command to its end and return its seconds and its own peak of memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=options.get("env", _ENVIRONMENT), stdout=subprocess.DEVNULL)  # type: ignore[call-overload]  # options are objects
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        message = f"{command} ended with {process.returncode}"
        raise RuntimeError(message)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def _static(site: Path) -> Figures:
    """Ask the static index in a browser: what one query moves when nothing is kept, and how long typing waits."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        return {}
    shutil.copytree(ROOT / "docs/assets/search", site / "assets/search")
    (site / "index.html").write_text("<!doctype html><meta charset=utf-8><title>x</title>", "utf-8")
    asked = [query.text for query in queries()]
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        every = len(asked) // _FIRST_QUERIES
        moved = [first_answer(browser, address, query)[1] for query in asked[::every]]
        page = browser.new_page()
        open_worker(page, address)
        answers = ask(page, asked)
        browser.close()
    score = score_each({query: answer.locations for query, answer in zip(asked, answers, strict=True)})
    return {
        "static: KB of a first query, median": percentile([each.size for each in moved], 0.5) / 1000,
        "static: KB of a first query, most": max(each.size for each in moved) / 1000,
        "static: files of a first query": percentile([each.files for each in moved], 0.5),
        **_latencies("static", [answer.taken for answer in answers]),
        "static: success@1": score["all"].first,
    }


def _sqlite(folder: Path) -> Figures:
    target = folder / "kho.db"
    seconds, peak = timed([*_VANBAN, "load", str(folder / "site/data"), str(target)])
    answers, taken = _asked(lambda query: [found.url for found in search(target, query)])
    return {
        "sqlite: load seconds": seconds,
        "sqlite: load peak MiB": peak,
        "sqlite: MB": target.stat().st_size / 1e6,
        **_latencies("sqlite", taken),
        "sqlite: success@1": score_each(answers)["all"].first,
    }


def _postgresql(folder: Path, database: Database) -> Figures:
    script = folder / "kho.sql"
    written, peak = timed([*_VANBAN, "load", str(folder / "site/data"), str(script), "--engine", "postgresql"])
    loaded, _ = timed(["psql", "-X", "-q", "-f", str(script)], env=database.environment)
    size = database.rows("SELECT pg_database_size(current_database()) AS bytes")[0]["bytes"]
    with database.start_psql() as psql:
        stdin, stdout = psql.stdin, psql.stdout
        if stdin is None or stdout is None:
            raise RuntimeError

        def answer(query: str) -> list[str]:
            stdin.write(f"SELECT coalesce(json_agg(url), '[]') FROM vanban.search({literal(query)});\n")  # noqa: S608 (a constant)
            stdin.flush()
            found: list[str] = json.loads(stdout.readline())
            return found

        for query in ("25 nq tw", "dan van kheo", "cong tac") * 3:
            answer(query)
        answers, taken = _asked(answer)
        stdin.close()
    return {
        "postgresql: script seconds": written,
        "postgresql: script peak MiB": peak,
        "postgresql: load seconds": loaded,
        "postgresql: MB": size / 1e6,
        **_latencies("postgresql", taken),
        "postgresql: success@1": score_each(answers)["all"].first,
    }


def _asked(answer: Callable[[str], list[str]]) -> tuple[dict[str, list[str]], list[float]]:
    """Return the answer to each labelled query, and the milliseconds each took."""
    answers, taken = {}, []
    for query in queries():
        start = time.perf_counter()
        answers[query.text] = answer(query.text)
        taken.append(1000 * (time.perf_counter() - start))
    return answers, taken


def _latencies(engine: str, taken: Sequence[float]) -> Figures:
    return {f"{engine}: p{share} ms": percentile(taken, share / 100) for share in (50, 95, 99)}


def pages(site: Path) -> Figures:
    """Return what the pages of a site take on disk and what one nginx worker sends of them on this machine."""
    files = [path for path in site.rglob("*") if path.is_file()]
    html = [path for path in files if path.suffix == ".html"]
    size = {path: path.stat().st_size for path in files}
    figures: Figures = {
        "pages": len(html),
        "KB a page, HTML": sum(size[path] for path in html) / len(html) / 1000,
        "KB a page, everything": sum(size.values()) / len(html) / 1000,
        "files a page": len(files) / len(html),
    }
    nginx, wrk = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"), shutil.which("wrk")
    if nginx is None or wrk is None:
        return figures
    with _nginx(nginx, site) as (address, scratch):
        script = scratch / "paths.lua"
        names = (path.relative_to(site).as_posix() for path in html[:: max(1, len(html) // 200)])
        script.write_text(_WRK.format(paths=", ".join(f'"{name}"' for name in names)), "utf-8")
        command = [wrk, "-t1", "-c16", "-d5s", "--latency", "-s", str(script), address]
        report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return figures | dict(_wrk_figures(report))


def _wrk_figures(report: str) -> Iterator[tuple[str, float]]:
    for line in report.splitlines():
        words = line.split()
        if line.startswith("Requests/sec"):
            yield "nginx: requests a second", float(words[1])
        elif words[:1] == ["99%"]:
            number = words[1].rstrip("mus")
            yield "nginx: p99 ms", float(number) * {"us": 0.001, "ms": 1}.get(words[1][len(number) :], 1000)


@contextmanager
def _nginx(program: str, site: Path) -> Iterator[tuple[str, Path]]:
    """Serve a site on the loopback for a while."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vanban-nginx-")))
        port = 18_080
        user = "user root;\n" if os.geteuid() == 0 else ""
        (scratch / "nginx.conf").write_text(user + _NGINX.format(root=scratch, site=site, port=port), "utf-8")
        server = stack.enter_context(subprocess.Popen([program, "-p", scratch, "-c", scratch / "nginx.conf"]))
        stack.callback(server.terminate)
        time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/", scratch


def _print(figures: Mapping[str, float], earlier: Mapping[str, float], documents: int) -> None:
    doublings = math.log2(documents / earlier["documents"]) if earlier else 0
    for key, value in figures.items():
        grown = f"   x{(value / earlier[key]) ** (1 / doublings):.2f} per doubling" if earlier.get(key) else ""
        print(f"  {key + ':':<42}{value:>12.3f}{grown}", flush=True)


def _remember(name: str, figures: Mapping[str, float]) -> None:
    HISTORY.parent.mkdir(parents=True, exist_ok=True)
    with HISTORY.open("a", encoding="utf-8") as history:
        history.write(json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%S"), "name": name, **figures}) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
