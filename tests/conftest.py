"""Settings of every test: none fails because a machine is slow; the first text that is ever drawn may take seconds."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")
