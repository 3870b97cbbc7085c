"""Outside programs: old Word files through LibreOffice, scans through OCRmyPDF, when the machine has them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from vanban.importer.formats.office import read_office
from vanban.importer.source import SourceText, refuse

_SECONDS: Final = 600


def convert_doc(name: str, content: bytes) -> SourceText:
    """Read an old Word file through LibreOffice.

    Raises:
        InputError: LibreOffice is not installed or cannot read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise refuse(name, "tệp .doc cần LibreOffice; hãy cài LibreOffice, hoặc mở bằng Word rồi lưu thành .docx")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "nguon.doc")
        source.write_bytes(content)
        profile = f"-env:UserInstallation={Path(folder, 'ho-so').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)]
        target = _run(name, command, Path(folder, "nguon.docx"), "LibreOffice không đọc được tệp")
        return read_office(f"{name}x", target)


def recognise(name: str, content: bytes) -> bytes:
    """Return a scanned PDF with a text layer made by OCRmyPDF and Tesseract in Vietnamese.

    Raises:
        InputError: The programs are not installed or fail.
    """
    program = shutil.which("ocrmypdf")
    if program is None:
        raise refuse(
            name, "PDF là ảnh quét, không có chữ; hãy cài ocrmypdf và tesseract-ocr-vie, hoặc nhận dạng chữ trước"
        )
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "nguon.pdf"), Path(folder, "chu.pdf")
        source.write_bytes(content)
        command = [program, "--language", "vie", "--skip-text", "--quiet", str(source), str(target)]
        return _run(name, command, target, "không nhận dạng được chữ trong ảnh quét")


def _run(name: str, command: list[str], target: Path, failure: str) -> bytes:
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
        return target.read_bytes()
    except (subprocess.SubprocessError, OSError):
        raise refuse(name, f"{failure}; hãy mở tệp và lưu lại dạng khác rồi nhập lại") from None
