"""Settings of every test: none fails because a machine is slow; the first text that is ever drawn may take seconds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")


@pytest.fixture
def same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a build that runs over midnight, or on another day than the one before it, bear the same date."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
