"""Wiring: the library tied to the engine's events; the only room that knows both.

Nothing is imported here: a build that has nothing to do ends before the library is loaded.
"""
