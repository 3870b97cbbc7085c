"""Importer: a report as an office has it becomes section pages, directive files, and a proof that no word was lost.

read_source -> SourceText -> plan_import -> ImportPlan -> write_plan
"""

from vanban.importer.formats import read_source
from vanban.importer.ledger import audit_report
from vanban.importer.plan import ImportPlan, plan_import
from vanban.importer.source import SourceText
from vanban.importer.store import write_plan

__all__ = ["ImportPlan", "SourceText", "audit_report", "plan_import", "read_source", "write_plan"]
