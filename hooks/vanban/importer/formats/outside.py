"""Outside programs: old Word files through LibreOffice, scans through OCRmyPDF, when the machine has them.

Each runs on a copy in a folder of its own that is deleted afterwards, with a profile and home of its own, without a
proxy, for a limited time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final

from vanban.importer.formats.office import read_office
from vanban.importer.source import Progress, SourceText, no_progress, refuse

_SECONDS: Final = 600
_PAGE_SECONDS: Final = 60
_LANGUAGE: Final = "vie"
_SAFE: Final = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
_SCAN: Final = "PDF là ảnh quét hoặc không có bảng mã chữ"
_FAILED: Final = "hãy mở tệp và lưu lại dạng khác rồi nhập lại"


def convert_doc(name: str, content: bytes, progress: Progress = no_progress) -> SourceText:
    """Read an old Word or RTF file through LibreOffice.

    Raises:
        InputError: LibreOffice is not installed or cannot read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    kind = PurePath(name).suffix.lower()
    if program is None:
        raise refuse(name, f"tệp {kind} cần LibreOffice; hãy cài LibreOffice, hoặc mở bằng Word rồi lưu thành .docx")
    progress("đổi sang .docx bằng LibreOffice", 0, 1)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"nguon{kind}")
        source.write_bytes(content)
        settings = Path(folder, "ho-so", "user", "registrymodifications.xcu")
        settings.parent.mkdir(parents=True)
        settings.write_text(_settings(), "utf-8")
        profile = f"-env:UserInstallation={Path(folder, 'ho-so').as_uri()}"
        options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", "docx", "--outdir", folder]
        target = Path(folder, "nguon.docx")
        found = _run(
            name, [program, profile, *options, str(source)], target, "LibreOffice không đọc được tệp", _SECONDS
        )
    progress("đổi sang .docx bằng LibreOffice", 1, 1)
    read = read_office(f"{PurePath(name).stem}.docx", found)
    remarks = tuple(replace(remark, path=name) for remark in read.remarks)
    return SourceText(name, read.text, read.received, remarks, read.cut)


def recognise(
    name: str, content: bytes, pages: int = 1, progress: Progress = no_progress, *, again: bool = False
) -> bytes:
    """Return a scanned PDF with a text layer made by OCRmyPDF and Tesseract in Vietnamese.

    Args:
        name: The file's name, for messages.
        content: Its bytes.
        pages: How many pages it has: each may take a minute.
        progress: Told that long work begins and ends.
        again: Whether pages that have text are recognised too, since their text cannot be read.

    Raises:
        InputError: The programs are not installed or fail.
    """
    program = shutil.which("ocrmypdf")
    if program is None:
        raise refuse(name, f"{_SCAN}; hãy cài ocrmypdf và tesseract-ocr-vie, hoặc nhận dạng chữ trước")
    if _LANGUAGE not in _languages():
        raise refuse(name, f"{_SCAN}; máy có ocrmypdf nhưng thiếu tiếng Việt, hãy cài tesseract-ocr-vie")
    progress(f"nhận dạng chữ {pages} trang ảnh quét, mỗi trang khoảng 5 đến 20 giây", 0, 1)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "nguon.pdf"), Path(folder, "chu.pdf")
        source.write_bytes(content)
        how = "--force-ocr" if again else "--skip-text"
        command = [program, "--language", _LANGUAGE, how, "--rotate-pages", "--output-type", "pdf", "--quiet"]
        failure = "không nhận dạng được chữ trong ảnh quét"
        found = _run(name, [*command, str(source), str(target)], target, failure, _SECONDS + _PAGE_SECONDS * pages)
    progress("nhận dạng chữ", 1, 1)
    return found


def _languages() -> frozenset[str]:
    """Return the languages that Tesseract knows; none when it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    try:
        run = subprocess.run([program, "--list-langs"], capture_output=True, timeout=60, check=True)
    except (subprocess.SubprocessError, OSError):
        return frozenset()
    return frozenset(run.stdout.decode("utf-8", "replace").split())


def _settings() -> str:
    """Return LibreOffice settings that run no macro, update no link and send what would be fetched nowhere."""
    prop = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
    items = "".join(prop.format(path, name, value) for path, name, value in _SAFE)
    head = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    return f"{head}{items}</oor:items>"


def _run(name: str, command: list[str], target: Path, failure: str, seconds: int) -> bytes:
    try:
        subprocess.run(command, capture_output=True, timeout=seconds, check=True, env=_alone(target.parent))
        return target.read_bytes()
    except subprocess.TimeoutExpired:
        raise refuse(name, f"{failure} trong {seconds // 60} phút; hãy tách tệp thành nhiều phần") from None
    except (subprocess.SubprocessError, OSError):
        raise refuse(name, f"{failure}; {_FAILED}") from None


def _alone(folder: Path) -> Mapping[str, str]:
    """Return an environment whose home and temporary folder are the given one."""
    kept = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder)}
