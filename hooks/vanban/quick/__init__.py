"""Quick: a strict reader of just the Markdown that the page makers write, straight to HTML.

Most pages of a site are made from the library, in few forms, so a general converter spends its time on what they never
hold. This reader knows those forms and gives for them exactly what the converter of the dialect gives; where a page
holds anything else it gives nothing, and the page is converted.

The grammar. A page is blocks with empty lines between them, without tabs, control characters, `<`, backquotes or
spaces at the end of a line (`blocks`):

    heading     #{1,6} text [ {attributes}]                         one line                                (`outline`)
    table       | cell | … |, then | --- |, then rows               as many cells in each row               (`tables`)
    list        - text, nested by four spaces a level; the blocks that follow it may go on with it          (`lists`)
    definition  term, then `:   text`                               one line each; in a row they are one list
    placed      ⟦vb:name⟧                                           HTML of our own
    paragraph   text                                                lines that begin like nothing of the above

A paragraph or an item may end in a line of attributes. Text (`inline`) is words, entities, backslash escapes, and

    link        [text](address "title"){attributes}                 title and attributes may be left out
    emphasis    *words*{attributes}, **words**{attributes}          words and escapes only
    attributes  { .class #id }, {: #id }

Every other bracket, brace, star, underscore or backslash that is not escaped makes the page unreadable.
"""

from vanban.quick.page import QuickPage, QuickReader

__all__ = ["QuickPage", "QuickReader"]
