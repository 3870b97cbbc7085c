"""Recognise, import, link and publish Vietnamese Party and State documents.

Pure Python: text and data in, Markdown and data out. No module here imports MkDocs; `hooks/build_hook.py` does.
"""

__version__ = "0.1.0"
