"""Converter: one Markdown instance for all pages, which does for a page what the engine's own `Page.render` does.

The engine makes a new Markdown instance with all its extensions for each page, reads each page's source as HTML to find
anchors, and tries every inline rule on every stretch of text. Here the instance is reset between pages, the HTML reader
runs only when the page holds a `<`, and an inline rule runs only when the characters it starts with are in the text.

The four steps that the engine adds to each instance are its private classes: they are used as they are, by name, and a
version in which one is missing or takes other arguments is reported by `make_converter` as `None`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

TRIGGERS: Final[Mapping[str, tuple[str, ...]]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "not_strong": ("*", "_"),
    "em_strong": ("*", "_"),
    "em_strong2": ("_",),
}
"""Inline rule of Python-Markdown -> strings of which a text must hold one for the rule to match (its own pattern says
so; the test tries each rule on a text without them). A rule that is not listed always runs."""
_JUST_BEFORE_INLINE: Final = 20.5


class RecordingFiles:
    """The files of the site as the link check sees them, keeping what it asked: those answers are inputs of a page."""

    def __init__(self, files: Files) -> None:
        """Wrap the files of one build."""
        self._files = files
        self.asked: dict[str, File | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file of an address, and keep the answer."""
        found = self._files.get_file_from_path(path)
        self.asked[path] = found
        return found


class Converter:
    """Renders pages one after the other; afterwards a page is as the engine's own `render` would leave it."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        """Make the instance with the engine's own four steps.

        Raises:
            AttributeError, TypeError: The engine's classes are not those this was written for.
        """
        self._config = config
        self.files = RecordingFiles(files)
        self._md = Markdown(extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {})
        nobody: Any = None
        self._raw = pages._RawHTMLPreprocessor()  # noqa: SLF001 (guarded by make_converter)
        self._anchors = pages._ExtractAnchorsTreeprocessor(nobody, nobody, config)  # noqa: SLF001 (likewise)
        self._paths = pages._RelativePathTreeprocessor(nobody, self.files, config)  # type: ignore[arg-type]  # noqa: SLF001 (asks the files for one thing)
        self._title = pages._ExtractTitleTreeprocessor()  # noqa: SLF001 (likewise)
        for step in (self._raw, self._anchors, self._paths, self._title):
            step._register(self._md)  # noqa: SLF001 (likewise)
        self._md.preprocessors.deregister("mkdocs_raw_html")
        self._md.treeprocessors.register(_RuleChooser(self._md), "swift-rules", _JUST_BEFORE_INLINE)

    def render(self, page: Page) -> None:
        """Convert the page's Markdown; `self.files.asked` then holds the addresses its links were checked against."""
        markdown = page.markdown or ""
        self._prepare(page)
        if "<" in markdown:
            with suppress(AssertionError):  # "<![" of an unknown kind: Python's reader of HTML gives up, and so do we
                self._raw.run(markdown.split("\n"))
        page.content = self._md.convert(markdown)
        page.toc = get_toc(getattr(self._md, "toc_tokens", []))
        page._title_from_render = self._title.title  # noqa: SLF001 (what Page.render sets, and the title reads)
        page.present_anchor_ids = self._anchors.present_anchor_ids | self._raw.present_anchor_ids
        page.links_to_anchors = self._paths.links_to_anchors

    def _prepare(self, page: Page) -> None:
        self._md.reset()
        self.files.asked = {}
        self._raw.present_anchor_ids = set()
        self._anchors.present_anchor_ids = set()
        self._title.title = None
        self._paths.file = page.file
        self._paths.links_to_anchors = {}


class _RuleChooser(Treeprocessor):
    """Leaves the inline reader, for this page, only the rules that can match somewhere in it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._reader: Any = md.treeprocessors["inline"]
        self._chosen: dict[tuple[bool, ...], list[object]] = {}

    def run(self, root: Element) -> None:
        text = "\n".join(root.itertext())
        present = tuple(any(trigger in text for trigger in triggers) for triggers in TRIGGERS.values())
        if present not in self._chosen:
            self._chosen[present] = self._choose(dict(zip(TRIGGERS, present, strict=True)))
        self._reader.inlinePatterns = self._chosen[present]

    def _choose(self, present: Mapping[str, bool]) -> list[object]:
        rules = self.md.inlinePatterns
        names = {id(rules[name]): name for name in TRIGGERS if name in rules}
        return [rule for rule in rules if present.get(names.get(id(rule), ""), True)]


def make_converter(config: MkDocsConfig, files: Files) -> Converter | None:
    """Return the converter, or None when the engine is not as this was written for."""
    try:
        return Converter(config, files)
    except (AttributeError, TypeError, KeyError, ValueError):
        return None


def agrees(converter: Converter, page: Page, config: MkDocsConfig, files: Files) -> bool:
    """Say whether the converter and the engine's own way give the same for one page; the page is left rendered.

    A page that the engine's own way cannot read at all is no evidence against the converter.
    """
    converter.render(page)
    if "<![" in (page.markdown or ""):
        return True
    ours = _outcome(page)
    Page.render(page, config, files)
    return ours == _outcome(page)


def _outcome(page: Page) -> tuple[object, ...]:
    return (page.content, str(page.toc), page.title, page.present_anchor_ids, page.links_to_anchors)
