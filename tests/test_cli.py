from __future__ import annotations

import io
import json
import os
import tempfile
import threading
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trees import PROJECT, ROOT, draw
from vanban.cli import main
from vanban.cli.files import read_pieces
from vanban.problems import InputError

KEYS = ["file", "start", "end", "text", "type", "number", "year", "code", "id", "date", "issuer", "term", "kind"]
TEXT = "Căn cứ Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Ban Chấp hành Trung ương khóa XI.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(draw(tmp_path, PROJECT))
    return tmp_path


def test_cite_prints_one_object_a_mention(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.txt").write_text(TEXT + TEXT, "utf-8")
    assert main(["cite", "a.txt", "--format", "jsonl"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(record) for record in records] == [KEYS, KEYS]
    assert records[0] == {
        "file": "a.txt",
        "start": 7,
        "end": 29,
        "text": "Nghị quyết số 25-NQ/TW",
        "type": "Nghị quyết",
        "number": 25,
        "year": None,
        "code": "25-NQ/TW",
        "id": "25-nq-tw-2013",
        "date": "2013-06-03",
        "issuer": "Ban Chấp hành Trung ương",
        "term": "XI",
        "kind": "full",
    }


def test_cite_needs_no_site_and_reads_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert main(["cite", "--format", "jsonl"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["file"], record["code"], record["id"]) == ("-", "25-NQ/TW", None)


def test_offsets_count_code_points_of_the_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "😀 é\n" + TEXT
    (project / "a.txt").write_text(text, "utf-8")
    main(["cite", "a.txt", "--format", "jsonl"])
    record = json.loads(capsys.readouterr().out)
    assert text[record["start"] : record["end"]] == record["text"]


def test_cite_for_people_names_the_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.txt").write_text("\n" + TEXT + "\nTheo Chỉ thị số 99-CT/TW.\n", "utf-8")
    assert main(["cite", "a.txt"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a.txt:2: Nghị quyết số 25-NQ/TW | ngày 2013-06-03 | Ban Chấp hành Trung ương | khóa XI | → 25-nq-tw-2013",
        "a.txt:4: Chỉ thị số 99-CT/TW",
    ]


@pytest.mark.parametrize(
    ("content", "shown"),
    [(None, "khong-co.txt: không có tệp này"), ("x".encode("utf-16"), "a.txt:1: không phải văn bản UTF-8")],
)
def test_bad_input_is_one_line_and_status_1(
    project: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, shown: str
) -> None:
    name = "khong-co.txt" if content is None else "a.txt"
    if content is not None:
        (project / name).write_bytes(content)
    assert main(["cite", name]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(shown)
    assert printed.err.count("\n") == 1


@given(st.binary(max_size=40) | st.text("a\r\n\ufeffệ", max_size=40).map(str.encode))
def test_a_text_read_in_pieces_is_the_text_or_names_its_broken_line(content: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file, patch("vanban.cli.files._PIECE", 2):
        file.write(content)
        file.flush()
        broken = broken_line(content)
        if broken is None:
            assert "".join(read_pieces(file.name)) == content.decode("utf-8-sig").replace("\r\n", "\n")
        else:
            with pytest.raises(InputError) as raised:
                next(read_pieces(file.name))
            assert raised.value.problem.line == broken


def broken_line(content: bytes) -> int | None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return None


def test_cite_reads_a_pipe_and_names_lines_far_down(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(project / "ong")
    feeder = threading.Thread(target=lambda: (project / "ong").write_text("dòng trống\n" * 20_000 + TEXT, "utf-8"))
    feeder.start()
    assert main(["cite", "ong"]) == 0
    feeder.join()
    assert capsys.readouterr().out.startswith("ong:20001: Nghị quyết số 25-NQ/TW | ")


@pytest.mark.usefixtures("project")
def test_a_folder_is_not_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", "docs"]) == 1
    assert "đây là thư mục" in capsys.readouterr().err


def test_a_wrong_call_says_where_help_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["cite", "--formatt", "jsonl"])
    assert ended.value.code == 2
    assert "--help" in capsys.readouterr().err


def test_check_lists_findings_and_stops(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "directives/25-nq-tw-ix.md").write_text("---\ncode: 25-NQ/TW\nkhoa: IX\n---\n", "utf-8")
    assert main(["check"]) == 1
    assert "directives/25-nq-tw-ix.md:3: không có khóa «khoa»" in capsys.readouterr().out


def test_new_writes_one_file_and_never_over_another(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "99-NQ/TW", "--date", "2013-06-03", "--dry-run"]) == 0
    assert not (project / "directives/99-nq-tw-2013.md").exists()
    assert main(["new", "99-NQ/TW", "--date", "2013-06-03"]) == 0
    written = (project / "directives/99-nq-tw-2013.md").read_text("utf-8")
    assert "code: 99-NQ/TW" in written
    assert main(["new", "99-NQ/TW", "--date", "2013-06-03"]) == 1
    assert (project / "directives/99-nq-tw-2013.md").read_text("utf-8") == written
    capsys.readouterr()


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["new", "99-NQ/TW", "--date", "2013-02-30"], "không phải ngày có thật"),
        (["import", "khong-co.txt", "--report", "x"], "khong-co.txt: không có tệp này"),
        (["import", "docs/bao-cao/thu/ban-goc.txt", "--report", "../x"], "không hợp lệ"),
        (["verify", "khong-co"], "khong-co"),
    ],
)
def test_each_command_refuses_in_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], shown: str) -> None:
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert shown in printed.err
    assert printed.err.count("\n") == 1


def test_import_shows_before_it_writes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = (ROOT / "docs/bao-cao/dan-van-2019/ban-goc.txt").read_bytes()
    (project / "bao-cao.txt").write_bytes(source)
    assert main(["import", "bao-cao.txt", "--report", "dan-van-2019", "--dry-run"]) == 0
    assert not (project / "docs/bao-cao/dan-van-2019").exists()
    assert "BỐ CỤC" in capsys.readouterr().out
    assert main(["import", "bao-cao.txt", "--report", "dan-van-2019"]) == 0
    assert (project / "docs/bao-cao/dan-van-2019/ban-goc.txt").read_bytes() == source
    capsys.readouterr()
    assert main(["import", "bao-cao.txt", "--report", "dan-van-2019"]) == 0
    assert "đã ghi 0 tệp" in capsys.readouterr().out
