"""Importer: a report as an office has it becomes section pages, directive files, and a proof that no word was lost.

formats.read_source -> SourceText -> plan.plan_import -> ImportPlan -> store.write_plan; ledger.audit_report

The build needs the ledger alone, so nothing is imported here.
"""
