"""Publication: guard, build, audit, sign and deliver, in one call that stops before readers notice anything wrong."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import partial
from pathlib import Path

from vanban.problems import Problem, stopping
from vanban.publish.approvals import FILE_NAME as APPROVALS
from vanban.publish.approvals import read_approvals
from vanban.publish.audit import audit_site
from vanban.publish.budget import Budget
from vanban.publish.building import Commit, build_site, read_commit
from vanban.publish.destination import Destination, Way, parse_destination, require_outside
from vanban.publish.disk import Checkpoint, no_checkpoint, told_plainly, write_whole
from vanban.publish.guard import GuardRules, guard_site, guard_sources
from vanban.publish.manifest import ReleaseFacts
from vanban.publish.marks import Profile
from vanban.publish.plain import deliver_plain
from vanban.publish.policy import Policy, policy_problems
from vanban.publish.prefix import parse_prefix
from vanban.publish.prepare import Release, prepare_release
from vanban.publish.progress import Progress, silent
from vanban.publish.releases import Delivery, FolderTarget, deliver_folder, plan_folder, roll_back
from vanban.publish.remote import deliver_remote, roll_back_remote
from vanban.publish.servers import IIS, ServerOptions, iis_config, write_policy, write_samples
from vanban.publish.usb import deliver_zip
from vanban.records import dataclass

Build = Callable[[Path, Path, Commit], None]
"""Builds the project (first) into a folder (second) as of a commit."""

Check = Callable[[Path], Iterable[Problem]]
"""A further check of the project, such as the ledger: yields its findings."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the publisher asked for.

    Attributes:
        destination: As typed: a folder, `….zip`, `iis:FOLDER`, `ssh://…`.
        project: The folder of `mkdocs.yml`.
        prefix: Folder of the site on its server.
        profile: Who may open the site.
        sources: Whether source files are published too.
        keep: Releases kept.
        dry_run: Check and prepare everything, deliver nothing.
        budget: Size limits.
        checks: Further checks by name; their results are written into the manifest.
        build: How the site is built.
    """

    destination: str
    project: Path = Path()
    prefix: str = "/"
    profile: Profile = Profile.PUBLIC
    sources: bool = False
    keep: int = 5
    dry_run: bool = False
    budget: Budget = field(default_factory=Budget)
    checks: Mapping[str, Check] = field(default_factory=dict)
    build: Build = build_site


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publication found and did.

    Attributes:
        problems: Every finding, in the order of the checks.
        delivery: What was delivered, or would be in a dry run; None when a finding stopped it.
        fingerprint: SHA-256 of the release's `SHA256SUMS`; to be noted down, it proves any copy.
        notes: Vietnamese lines about what the publisher has to do now.
    """

    problems: tuple[Problem, ...]
    delivery: Delivery | None = None
    fingerprint: str = ""
    notes: tuple[str, ...] = ()


def publish(order: Order, progress: Progress = silent, checkpoint: Checkpoint = no_checkpoint) -> Outcome:
    """Publish the project.

    The work is done in a temporary folder; the destination is touched only by the last step, and only when no finding
    stops a publication. Interrupted at any step, what is being served goes on being served, whole.

    Raises:
        InputError: The destination, the prefix or the build is wrong, or the system refuses (disk, permission).
    """
    destination = parse_destination(order.destination, order.keep)
    require_outside(destination, order.project)
    prefix = parse_prefix(order.prefix)
    rules = GuardRules(order.profile, order.sources, read_approvals(order.project / APPROVALS))
    results: dict[str, str] = {}
    problems = _checked(_source_checks(order, rules, progress), results)
    if any(stopping(problems)):
        return Outcome(tuple(problems))
    with told_plainly(tempfile.gettempdir()), tempfile.TemporaryDirectory(prefix="vanban-") as folder:
        site, commit = Path(folder, "site"), read_commit(order.project)
        checkpoint("build")
        order.build(order.project, site, commit)
        if order.sources:
            _add_sources(order.project / "docs", site)
        checkpoint("audit")
        problems += _checked(_site_checks(site, order, rules, progress), results)
        if any(stopping(problems)):
            return Outcome(tuple(problems))
        checkpoint("prepare")
        facts = ReleaseFacts(commit.name, commit.time, prefix, order.profile.value, results)
        release = prepare_release(site, Path(folder, "release"), facts, progress)
        problems += policy_problems(release.policy)
        if any(stopping(problems)):
            return Outcome(tuple(problems))
        delivery, notes = _deliver(release, destination, order, progress, checkpoint)
    return Outcome(tuple(problems), delivery, release.fingerprint, notes)


def take_back(destination: str, name: str = "") -> Delivery:
    """Serve the release before the current one again (`vanban publish DEST --rollback`).

    Raises:
        InputError: There is no earlier whole release, or the destination keeps none.
    """
    place = parse_destination(destination)
    if place.way is Way.REMOTE and place.remote:
        return roll_back_remote(place.remote)
    target = FolderTarget(place.path)
    return roll_back(target, name, announce=lambda policy: _announce(target.root / "server", policy, []))


def _add_sources(docs: Path, site: Path) -> None:
    """Put the reports' source files (`ban-goc.*`) beside their pages, under the same paths."""
    for path in sorted(docs.rglob("ban-goc.*")):
        target = site / path.relative_to(docs)
        if path.is_file() and not path.is_symlink() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _source_checks(order: Order, rules: GuardRules, progress: Progress) -> dict[str, Iterable[Problem]]:
    folders = [order.project / name for name in ("docs", "directives") if (order.project / name).is_dir()]
    checks: dict[str, Iterable[Problem]] = {"guard": guard_sources(folders, order.project, rules, progress)}
    return checks | {name: check(order.project) for name, check in order.checks.items()}


def _site_checks(site: Path, order: Order, rules: GuardRules, progress: Progress) -> dict[str, Iterable[Problem]]:
    return {
        "audit": audit_site(site, progress, order.budget),
        "guard_site": guard_site(site, rules, progress),
    }


def _checked(checks: Mapping[str, Iterable[Problem]], results: dict[str, str]) -> list[Problem]:
    """Run checks; note in `results` how each ended, and return all findings."""
    problems: list[Problem] = []
    for name, findings in checks.items():
        found = list(findings)
        stops = sum(1 for _ in stopping(found))
        results[name] = "ok" if not found else f"{stops} stop, {len(found) - stops} review"
        problems += found
    return problems


def _deliver(
    release: Release, destination: Destination, order: Order, progress: Progress, checkpoint: Checkpoint
) -> tuple[Delivery, tuple[str, ...]]:
    """Deliver a release the way its destination asks for; return what was done and what is left to do by hand."""
    if order.dry_run:
        return _planned(release, destination, order), ()
    if destination.way is Way.ZIP:
        return deliver_zip(release, destination.path, progress, checkpoint), ()
    if destination.way is Way.PLAIN:
        announce = partial(_announce_iis, destination.path)
        return deliver_plain(release, destination.path, progress, checkpoint, announce), ()
    if destination.remote:
        delivery = deliver_remote(release, destination.remote, checkpoint)
        return delivery, (delivery.note,) if delivery.note else ()
    target, notes = FolderTarget(destination.path, order.keep), list[str]()
    server, current = target.root.resolve() / "server", target.root.resolve() / "current"
    options = ServerOptions(str(current), str(server), parse_prefix(order.prefix))
    announce = partial(_announce, server, notes=notes, options=options)
    return deliver_folder(release, target, progress, checkpoint, announce), tuple(notes)


def _planned(release: Release, destination: Destination, order: Order) -> Delivery:
    if destination.way is Way.FOLDER:
        return plan_folder(release, FolderTarget(destination.path, order.keep))
    return Delivery(release.fingerprint[:12])


def _announce(folder: Path, policy: Policy, notes: list[str], options: ServerOptions | None = None) -> None:
    """Write the policy of all kept releases for nginx and Caddy, and say when the server must read it again."""
    if write_policy(folder, policy):
        notes.append(f"chính sách CSP đã đổi: chạy nginx -t && nginx -s reload (tệp {folder / 'policy.conf'})")
    if options:
        notes.extend(f"đã viết cấu hình mẫu {folder / name}" for name in write_samples(folder, options))


def _announce_iis(folder: Path, policy: Policy) -> None:
    write_whole(folder / IIS, iis_config(policy))
