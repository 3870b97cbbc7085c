"""The site in a real PostgreSQL: found by SQL alone, loaded whole or not at all, and no text is ever a command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice, takewhile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_site import queries, score_each, write_real
from postgres import Database, literal, running_server, server_programs
from trees import ROOT
from vanban.archive import Unit, load_script, read_units
from vanban.cli import main
from vanban.search.terms import words
from vanban.vietnamese import LETTERS

PROGRAMS = server_programs()
pytestmark = pytest.mark.skipif(
    PROGRAMS is None and not os.environ.get("CI"),  # on the machine that decides what lands it must be there
    reason="PostgreSQL is not installed (python3 tools/install.py --all --system)",
)
VANBAN = [sys.executable, "-c", "from vanban.cli import main; raise SystemExit(main())"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
HOSTILE = [
    "\\.",
    "\\.\n\\.\nDROP SCHEMA vanban CASCADE;",
    "'); DROP TABLE canary; --",
    "\\'; DROP TABLE canary;",
    "$$; DROP TABLE canary; $$",
    "\\! touch hong",
    "\\copy canary from program 'id'",
    ":canary :'canary' \\gexec",
    "\\N",
    "\\n\\t\\\\",
    "a\tb\nc\rd\be\ff\vg\x1a\x7f\x85\u2028\u2029\ufeff",
    "' | '!' & (:* <-> 'a':A",
]
STEADY = settings(max_examples=15)


@pytest.fixture(scope="module")
def server() -> Iterator[Database]:
    assert PROGRAMS is not None, "PostgreSQL must be installed: tools/install.py --all --system"
    with running_server(PROGRAMS) as database:
        yield database


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the loader reads of the committed project; the folder of `data/`."""
    return write_real(tmp_path_factory.mktemp("real")).parent


@pytest.fixture(scope="module")
def real(server: Database, site: Path) -> Database:
    """The committed project, loaded."""
    server.load(["CREATE DATABASE kho;\n"])
    database = Database(server.folder, "kho")
    database.load(load_script(read_units(site / "data")))
    return database


@pytest.fixture(scope="module")
def scratch(server: Database) -> Database:
    """A database with a table of someone else."""
    server.load(["CREATE DATABASE nhap;\n"])
    database = Database(server.folder, "nhap")
    database.load(["CREATE TABLE canary AS SELECT 1 AS alive;\n"])
    return database


def found(database: Database, query: str) -> list[str]:
    return [row["url"] for row in database.rows(f"SELECT url FROM vanban.search({literal(query)})")]


def unit(number: int, text: str = "") -> Unit:
    return Unit(f"a-{number}.html", "page", f"Trang {number}", text, (f"Trang {number}",))


def loaded(database: Database) -> list[str]:
    return [row["url"] for row in database.rows("SELECT url FROM vanban.unit ORDER BY id")]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("25 nq tw", "van-ban/25-nq-tw"),
        ("nq25", "van-ban/25-nq-tw"),
        ("25-NQ/T.Ư", "van-ban/25-nq-tw"),
        ("nghi quyet 25 khoa xi", "van-ban/25-nq-tw-2013.html"),
        ("nghị quyết 25 khóa 11", "van-ban/25-nq-tw-2013.html"),
        ("11-QĐi/TW", "van-ban/11-qd-tw-2019.html"),
        ("11 qyđ tw", "van-ban/11-qd-tw-2019.html"),
        ("quyết định 205", "van-ban/205-qd-tw-2019.html"),
        ("0005 ct tw", "van-ban/05-ct-tw.html"),
        ("34/2007", "van-ban/34-2007-pl-ubtvqh11.html"),
    ],
)
def test_a_number_is_found_however_it_is_typed(real: Database, query: str, first: str) -> None:
    assert found(real, query)[0].startswith(first)


@pytest.mark.parametrize(
    "query", ["dan van kheo", "dân vận khéo", "DÂN VẬN KHÉO", "da\u0302n va\u0323\u0302n khe\u0301o"]
)
def test_marks_and_case_do_not_matter(real: Database, query: str) -> None:
    rows = real.rows(f"SELECT title || ' ' || text AS printed FROM vanban.search({literal(query)})")
    assert "dân vận khéo" in rows[0]["printed"].lower()
    assert found(real, query) == found(real, "dân vận khéo")


def test_labelled_queries_find_their_place_first_from_sql_alone(real: Database) -> None:
    asked = queries()
    lines = (f"SELECT coalesce(json_agg(url), '[]') FROM vanban.search({literal(query.text)});\n" for query in asked)
    answers = map(json.loads, real.load(lines).splitlines())
    score = score_each({query.text: answer for query, answer in zip(asked, answers, strict=True)})
    assert score["all"].first >= 0.96
    assert score["number"].first >= 0.98
    assert {score[kind].first for kind in ("several", "footnote", "named", "partial")} == {1.0}


@pytest.mark.parametrize(
    "query", ["", "…", "'", "\\", "khongcogi", "a' OR true --", "!!! & | <-> :*", "25 " * 200, "0" * 90]
)
def test_a_strange_query_breaks_nothing(real: Database, query: str) -> None:
    assert len(found(real, query)) <= 10


@STEADY
@given(st.lists(st.text(LETTERS + LETTERS.upper() + "0123456789 .,;:/()-–“”\n\u0300\u0301\u1e9eÐð"), max_size=40))
def test_the_rows_of_rules_give_the_words_of_the_sites_own_search(real: Database, texts: list[str]) -> None:
    asked = ", ".join(f"({place}, {literal(text)})" for place, text in enumerate(["", *texts]))
    rows = real.rows(f"SELECT vanban.words(printed) AS words FROM (VALUES {asked}) AS t(place, printed) ORDER BY place")
    assert [row["words"] for row in rows] == [" ".join(words(text)) for text in ["", *texts]]


@STEADY
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=20))
def test_any_text_comes_back_as_it_was(scratch: Database, texts: list[tuple[str, str, str]]) -> None:
    keep_whole(scratch, texts)


def test_text_that_looks_like_commands_comes_back_as_it_was(scratch: Database) -> None:
    keep_whole(scratch, [(text, text, text) for text in HOSTILE])


def keep_whole(database: Database, texts: list[tuple[str, str, str]]) -> None:
    units = [Unit(url, "page", title, text, (title, text), term=url) for url, title, text in texts]
    database.load(load_script(units))
    rows = database.rows("SELECT url, title, text, term FROM vanban.unit ORDER BY id")
    assert [(row["url"], row["title"], row["text"]) for row in rows] == texts
    assert all(row["term"] == row["url"] for row in rows)
    assert database.rows("SELECT alive FROM canary") == [{"alive": 1}]


def test_who_reads_during_a_load_sees_the_old_then_the_new(scratch: Database) -> None:
    scratch.load(load_script([unit(1, "công tác")]))
    script = load_script([unit(2, "công tác"), unit(0), unit(3)])
    with scratch.start_psql() as psql:
        assert psql.stdin is not None
        psql.stdin.writelines(takewhile(lambda piece: not piece.startswith("2\ta-"), script))
        psql.stdin.flush()
        wait_for_copy(scratch)
        assert loaded(scratch) == found(scratch, "cong tac") == ["a-1.html"]
        psql.stdin.writelines(script)
        assert psql.communicate()[1] == ""
    assert loaded(scratch) == ["a-2.html", "a-3.html"]
    assert found(scratch, "cong tac") == ["a-2.html"]


def wait_for_copy(database: Database) -> None:
    running = "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE 'COPY vanban.unit %'"
    deadline = time.monotonic() + 30
    while not database.rows(running):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("broken", ["cut in the data", "cut before the end", "a row of another shape"])
def test_a_load_that_breaks_off_changes_nothing(scratch: Database, broken: str) -> None:
    scratch.load(load_script([unit(1)]))
    pieces = list(load_script([unit(2), unit(3)]))
    at = next(place for place, piece in enumerate(pieces) if piece.startswith("1\ta-"))
    if broken == "a row of another shape":
        pieces.insert(at, "không phải số\n")
        with pytest.raises(AssertionError, match="không phải số"):
            scratch.load(pieces)
    else:
        scratch.load(islice(pieces, at + 1 if broken == "cut in the data" else len(pieces) - 1))
    assert loaded(scratch) == ["a-1.html"]


def test_rules_are_rows_that_can_be_changed(scratch: Database) -> None:
    scratch.load(load_script([unit(1, "tỉnh Kiên Giang"), unit(2, "đường ð-c")]))
    assert found(scratch, "kg") == []
    scratch.load(["INSERT INTO vanban.synonym VALUES ('kg', 'kien giang');\n"])
    assert found(scratch, "tinh KG") == ["a-1.html"]
    assert found(scratch, "zuong") == []
    scratch.load(["UPDATE vanban.letter SET meant = 'z' WHERE written = 'đ';\n", "SELECT vanban.reindex();\n"])
    assert found(scratch, "zuong") == ["a-2.html"]


def test_a_database_of_another_encoding_is_refused(server: Database) -> None:
    server.load(["CREATE DATABASE cu ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C';\n"])
    with pytest.raises(AssertionError, match="phai dung bang ma UTF8"):
        Database(server.folder, "cu").load(load_script([unit(1)]))


def test_the_command_feeds_psql(scratch: Database, site: Path) -> None:
    command = [*VANBAN, "load", str(site / "data"), "-", "--engine", "postgresql"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT) as load:
        psql = ["psql", "-X", "-q"]
        subprocess.run(psql, stdin=load.stdout, env=scratch.environment, check=True, stdout=subprocess.DEVNULL)
    assert load.returncode == 0
    assert len(loaded(scratch)) == sum(1 for _ in read_units(site / "data"))


def test_the_command_writes_a_script(scratch: Database, site: Path, tmp_path: Path) -> None:
    assert main(["load", str(site / "data"), str(tmp_path / "kho.sql"), "--engine", "postgresql"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["kho.sql"]
    with (tmp_path / "kho.sql").open(encoding="utf-8", newline="") as script:
        scratch.load(script)
    assert len(loaded(scratch)) == sum(1 for _ in read_units(site / "data"))


def test_broken_data_half_way_leave_the_database_as_it_was(scratch: Database, site: Path, tmp_path: Path) -> None:
    scratch.load(load_script([unit(1)]))
    shutil.copytree(site, tmp_path / "site")
    *_, last = sorted((tmp_path / "site/search/index/units").iterdir(), key=lambda path: int(path.stem))
    last.write_text("hỏng", "utf-8")
    command = [*VANBAN, "load", str(tmp_path / "site/data"), "-", "--engine", "postgresql"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=ENVIRONMENT, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "\n20\t" in done.stdout
    assert "COMMIT" not in done.stdout
    scratch.load([done.stdout])
    assert loaded(scratch) == ["a-1.html"]


def test_the_command_says_when_psql_gave_up(site: Path) -> None:
    command = [*VANBAN, "load", str(site / "data"), "-", "--engine", "postgresql"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=ENVIRONMENT, text=True, encoding="utf-8") as load:
        assert load.stdout is not None
        assert load.stderr is not None
        load.stdout.close()
        errors = load.stderr.read()
    assert errors == "psql: đã dừng giữa chừng, cơ sở dữ liệu giữ nguyên; hãy xem lỗi của psql\n"
    assert load.returncode == 1
