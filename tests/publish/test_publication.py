"""The whole way: a project is checked, built, signed and delivered, or stopped before a reader notices."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from vanban.problems import InputError, Problem, Severity
from vanban.publish.budget import Budget
from vanban.publish.building import Commit, build_site, read_commit
from vanban.publish.checksums import digests
from vanban.publish.destination import Way, parse_destination
from vanban.publish.marks import Profile
from vanban.publish.publication import Order, publish, take_back
from vanban.publish.verify import verify


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """The project, to be spoiled by a test."""
    return Path(shutil.copytree(project, tmp_path / "project"))


@pytest.fixture
def order(copy: Path, tmp_path: Path) -> Order:
    """An order with a quick build: what is tested here comes before and after the build."""

    def build(project: Path, site: Path, commit: Commit) -> None:
        del project, commit
        site.mkdir()
        head = '<!doctype html><html lang="vi"><head><title>t</title></head><body>'
        (site / "index.html").write_text(f"{head}<script>var a = 1</script>{'chữ ' * 99}</body></html>", "utf-8")
        (site / "404.html").write_text(f'{head}<a href="/index.html">x</a></body></html>', "utf-8")

    return Order(str(tmp_path / "dest"), copy, "/dan-van/", build=build)


def lines(order: Order) -> list[str]:
    return [str(problem) for problem in publish(order).problems]


def test_two_builds_of_one_commit_are_the_same_bytes(project: Path, material_site: Path, tmp_path: Path) -> None:
    build_site(project, tmp_path / "again", Commit("abc", 1_577_934_245))
    assert digests(tmp_path / "again") == digests(material_site)


def test_the_commit_is_read_and_a_change_is_marked(copy: Path, tmp_path: Path) -> None:
    commit = read_commit(copy)
    assert (len(commit.name), commit.time) == (40, 1_577_934_245)
    (copy / "docs/index.md").write_text("# Khác\n", encoding="utf-8")
    assert read_commit(copy).name == f"{commit.name}+"
    assert read_commit(tmp_path) == Commit()


def test_a_real_publication(project: Path, tmp_path: Path) -> None:
    told: list[str] = []
    order = Order(str(tmp_path / "dest"), project, "/dan-van/")
    outcome = publish(order, lambda label, done, total: told.append(f"{label} {done}/{total}"))
    assert outcome.problems == ()
    assert outcome.delivery is not None
    assert list(verify(str(tmp_path / "dest/current"))) == []
    assert {path.name for path in (tmp_path / "dest/server").iterdir()} == {
        "policy.conf",
        "policy.caddy",
        "nginx.conf",
        "Caddyfile",
    }
    assert any("nginx -s reload" in note for note in outcome.notes)
    assert {"Kiểm tra trang", "Nén sẵn tệp", "Chép bản phát hành"} <= {line.rsplit(" ", 1)[0] for line in told}
    again = publish(order)
    assert (again.delivery, again.fingerprint) == (
        replace(outcome.delivery, previous=outcome.delivery.name),
        outcome.fingerprint,
    )
    assert again.notes == ()


def test_a_build_that_fails_is_one_line(copy: Path, tmp_path: Path) -> None:
    (copy / "docs/index.md").write_text("[x](khong-co.md)\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"dựng trang không thành: .*khong-co\.md") as caught:
        publish(Order(str(tmp_path / "dest"), copy))
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "dest").exists()


def test_a_mark_in_a_source_stops_before_the_build(order: Order) -> None:
    (order.project / "docs/index.md").write_text("TỐI MẬT\n", encoding="utf-8")
    assert lines(replace(order, build=lambda *_: pytest.fail("built"))) == [
        "docs/index.md:1: có dấu độ mật “TỐI MẬT”; tài liệu mật không được đưa lên trang, hãy gỡ cả tài liệu"
    ]
    assert not Path(order.destination).exists()


def test_an_approved_number_and_an_internal_paper(order: Order) -> None:
    (order.project / "docs/index.md").write_text("ĐT 0912345678\n\nLƯU HÀNH NỘI BỘ\n", encoding="utf-8")
    assert len(lines(order)) == 2
    (order.project / "duyet-so-cong-khai.txt").write_text("0912345678 | trực ban | VP\n", encoding="utf-8")
    assert lines(replace(order, profile=Profile.INTERNAL)) == []


def test_a_fault_in_the_built_site_stops_before_the_delivery(order: Order) -> None:
    assert any("trang nặng" in line for line in lines(replace(order, budget=Budget(page=100))))
    assert not Path(order.destination).exists()


def test_further_checks_stop_and_are_written_down(order: Order) -> None:
    def stops(project: Path) -> Iterator[Problem]:
        yield Problem(str(project.name), 1, "mất một câu")

    def doubts(project: Path) -> Iterator[Problem]:
        yield Problem(str(project.name), 1, "nên xem lại", Severity.REVIEW)

    assert lines(replace(order, checks={"ledger": stops})) == ["project:1: mất một câu"]
    assert not Path(order.destination).exists()
    outcome = publish(replace(order, checks={"ledger": doubts}))
    assert [str(problem) for problem in outcome.problems] == ["project:1: nên xem lại"]
    record = (Path(order.destination) / "current/release.json").read_text(encoding="utf-8")
    assert '"ledger": "0 stop, 1 review"' in record


@pytest.mark.parametrize("destination", ["dest", "dest/a.zip", "iis:dest"])
def test_a_dry_run_writes_nothing(order: Order, tmp_path: Path, destination: str) -> None:
    prefix, _, name = destination.rpartition(":")
    place = f"{prefix}:{tmp_path / name}" if prefix else str(tmp_path / name)
    outcome = publish(replace(order, destination=place, dry_run=True))
    assert outcome.delivery is not None
    assert len(outcome.fingerprint) == 64
    assert not (tmp_path / "dest").exists()


def test_the_other_targets(order: Order, tmp_path: Path) -> None:
    publish(replace(order, destination=f"iis:{tmp_path / 'iis'}"))
    assert list(verify(str(tmp_path / "iis"))) == []
    assert "sha256-" in (tmp_path / "iis/web.config").read_text(encoding="utf-8")
    publish(replace(order, destination=str(tmp_path / "a.zip")))
    assert list(verify(str(tmp_path / "a.zip"))) == []


def test_source_files_are_published_only_when_asked(order: Order) -> None:
    source = order.project / "docs/bao-cao/x/ban-goc.txt"
    source.parent.mkdir(parents=True)
    source.write_text("BÁO CÁO\n", encoding="utf-8")
    published = Path(order.destination) / "current/bao-cao/x/ban-goc.txt"
    publish(order)
    assert not published.exists()
    assert publish(replace(order, sources=True)).problems == ()
    assert published.read_text(encoding="utf-8") == "BÁO CÁO\n"


def test_going_back(order: Order) -> None:
    publish(order)
    publish(replace(order, prefix="/khac/"))
    back = take_back(order.destination)
    assert (back.name.split("-")[0], back.previous.split("-")[0]) == ("0001", "0002")
    with pytest.raises(InputError, match="không có bản cũ hơn"):
        take_back(order.destination)


@pytest.mark.parametrize("name", ["", "docs", "docs/x", "directives/x.zip", ".."])
def test_a_destination_among_the_sources_is_refused(order: Order, name: str) -> None:
    with pytest.raises(InputError, match="nằm trong thư mục nguồn"):
        publish(replace(order, destination=str(order.project / name)))


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("/srv/x", Way.FOLDER),
        ("x.ZIP", Way.ZIP),
        ("iis:D:/x", Way.PLAIN),
        ("ssh://a@b/srv/x", Way.REMOTE),
    ],
)
def test_destinations(text: str, way: Way) -> None:
    assert parse_destination(text).way is way


@pytest.mark.parametrize("text", ["", "  ", "ftp://x/y", "http://x/y", "a\0b"])
def test_other_destinations_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_destination(text)


def test_stopped_before_each_step_nothing_is_delivered(order: Order) -> None:
    steps: list[str] = []
    publish(replace(order, destination=f"{order.destination}-count"), checkpoint=steps.append)
    assert steps[:3] == ["build", "audit", "prepare"]
    for stop in ("build", "audit", "prepare", "verify", "switch"):

        def checkpoint(step: str, stop: str = stop) -> None:
            if step == stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            publish(order, checkpoint=checkpoint)
        assert not (Path(order.destination) / "current").exists()
    publish(order)
    assert list(verify(f"{order.destination}/current")) == []
