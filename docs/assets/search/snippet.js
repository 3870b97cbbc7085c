/* What a result shows: the place of the text that answers the query, as printed, with the words found in <mark>. */
(function (search) {
  "use strict";

  const SHOWN_WORDS = 34;
  const BEFORE_MATCH = 6;
  const RUNS_FOR_PAGE = 3;
  const RUN_SEPARATORS = [",", ";"];

  /** Which words of a text count as found. */
  class Finder {
    constructor(words, prefix) {
      this.words = new Set(search.grams(words).words);
      this.prefix = prefix;
    }

    has(word) {
      return this.words.has(word) || (this.prefix !== "" && word.startsWith(this.prefix));
    }
  }

  /** Words of a text with whether each is found; a common single word between others is not worth a mark. */
  function marked(printed, finder) {
    const hits = printed.map(({ word }) => finder.has(word));
    const strict = finder.words.size > 2;
    return printed.map(({ word, start, end }, i) => {
      const worth = !strict || word.length > 4 || search.isNumber(word) || hits[i - 1] || hits[i + 1];
      return { word, start, end, hit: hits[i] && Boolean(worth) };
    });
  }

  /** Position of the first word of the window that holds most different found words. */
  function bestWindow(tokens) {
    const inside = new Map();
    let [best, start] = [0, 0];
    tokens.forEach((token, i) => {
      if (token.hit) inside.set(token.word, (inside.get(token.word) || 0) + 1);
      const leaving = tokens[i - SHOWN_WORDS];
      if (leaving && leaving.hit) {
        if (inside.get(leaving.word) === 1) inside.delete(leaving.word);
        else inside.set(leaving.word, inside.get(leaving.word) - 1);
      }
      if (inside.size > best) [best, start] = [inside.size, Math.max(0, i - SHOWN_WORDS + 1)];
    });
    const first = tokens.findIndex((token, i) => i >= start && token.hit);
    return first < 0 ? 0 : Math.max(0, first - BEFORE_MATCH);
  }

  /** Text between two printed places as HTML, with neighbouring found words under one mark. */
  function html(text, tokens, from, to) {
    let [out, at] = ["", from];
    for (let i = 0; i < tokens.length; i++) {
      if (!tokens[i].hit) continue;
      let last = i;
      while (tokens[last + 1]?.hit && /^[^\p{L}\p{N}.;:,]*$/u.test(text.slice(tokens[last].end, tokens[last + 1].start))) last++;
      out += `${search.escapeHtml(text.slice(at, tokens[i].start))}<mark>${search.escapeHtml(text.slice(tokens[i].start, tokens[last].end))}</mark>`;
      at = tokens[last].end;
      i = last;
    }
    return out + search.escapeHtml(text.slice(at, to));
  }

  function markTitle(unit, finder) {
    return html(unit.title, marked(unit.titleWords, finder), 0, unit.title.length);
  }

  /** The snippet of a unit as HTML, and the runs of found words that the page it opens is to mark. */
  function shownText(unit, finder) {
    const tokens = marked(unit.textWords, finder);
    const inText = pageTerms(unit.text, tokens);
    const terms = Object.keys(inText).length ? inText : pageTerms(unit.title, marked(unit.titleWords, finder));
    return { text: snippet(unit.text, tokens), terms };
  }

  function snippet(text, tokens) {
    const first = bestWindow(tokens);
    const shown = tokens.slice(first, first + SHOWN_WORDS);
    if (!shown.length) return search.escapeHtml(text.slice(0, 200));
    const from = first ? shown[0].start : 0;
    const cut = first + SHOWN_WORDS < tokens.length;
    const to = cut ? shown[shown.length - 1].end : text.length;
    return `${first ? "… " : ""}${html(text, shown, from, to)}${cut ? " …" : ""}`;
  }

  /** Runs of found words as printed, longest first: what the opened page is to mark. The theme joins the keys with
   * spaces; a key of one comma or semicolon parts two runs (the separator of the empty index the build writes). */
  function pageTerms(text, tokens) {
    const runs = new Map();
    for (let i = 0; i < tokens.length; i++) {
      if (!tokens[i].hit) continue;
      let last = i;
      while (tokens[last + 1]?.hit && text.slice(tokens[last].end, tokens[last + 1].start) === " ") last++;
      const run = text.slice(tokens[i].start, tokens[last].end);
      if (!/^\d*$/.test(run)) runs.set(run, Math.max(runs.get(run) || 0, last - i + 1));
      i = last;
    }
    const longest = [...runs].sort((a, b) => b[1] - a[1]).slice(0, RUNS_FOR_PAGE);
    const terms = {};
    longest.forEach(([run], i) => {
      if (i) terms[RUN_SEPARATORS[i - 1]] = true;
      terms[run] = true;
    });
    return terms;
  }

  Object.assign(search, { Finder, markTitle, shownText });
})(vanbanSearch);
