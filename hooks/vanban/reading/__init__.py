"""Reading: what makes a report a pleasure to read and easy to teach; every page a function of the library and files."""

from vanban.reading.editions import available_formats
from vanban.reading.extension import ReadingMarks
from vanban.reading.room import WORDS, Reading, load_reading

__all__ = ["WORDS", "Reading", "ReadingMarks", "available_formats", "load_reading"]
