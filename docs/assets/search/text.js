/* Words: how a text or a query is taken apart. The twin of hooks/vanban/search/terms.py, proved by shared vectors.
 *
 * Every script of the search adds what it offers to one global object, because the same files run in three ways: in a
 * worker, in the page itself (on file://, where a page may not start a worker), and in tests. */
var vanbanSearch = self.vanbanSearch || {};
self.vanbanSearch = vanbanSearch;

(function (search) {
  "use strict";

  const STROKE = { đ: "d", Đ: "D", ð: "d", Ð: "D", Ɖ: "D", ɖ: "d" };
  const withoutStroke = (text) => text.replace(/[đĐðÐƉɖ]/g, (letter) => STROKE[letter]);

  const MARKS = /(?!\u034f)\p{Mn}/gu; // the grapheme joiner is written like a mark but marks nothing

  /** Text as it is compared: NFKC, lower case, no marks, đ as d. */
  function fold(text) {
    const plain = withoutStroke(text.normalize("NFKC")).toLowerCase().normalize("NFD");
    return withoutStroke(plain.replace(MARKS, "")).normalize("NFKC");
  }

  const letters = new Map();

  /** One character folded; texts are made of few different ones. */
  function foldLetter(character) {
    let folded = letters.get(character);
    if (folded === undefined) letters.set(character, (folded = fold(character)));
    return folded;
  }

  const CENTRAL = /([/-]\s?)TƯ(?!\p{L})|T\.\s?Ư\.?/gu;
  const WORD = /[a-z]+|[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|[0-9]+/g;
  const isNumber = (word) => word[0] <= "9";
  const plainNumber = (digits) => digits.replaceAll(".", "").replace(/^0+/, "") || "0";
  const plainWord = (word) => (isNumber(word) ? plainNumber(word) : word);
  const withCentral = (text) =>
    text.normalize("NFC").replace(CENTRAL, (whole, before) => (before || "") + "TW");

  /** The words of a text: folded letters, or digits without leading zeros; `48.630` is `48630`. */
  function words(text) {
    return (fold(withCentral(text)).match(WORD) || []).map(plainWord);
  }

  /** The words of a printed text with the places [start, end) where each is printed. A word in Unicode's composed or
   * decomposed form, or in full-width letters, keeps the places of its own characters. */
  function printedWords(text) {
    const found = [];
    for (const chunk of text.matchAll(/\S+/gu)) {
      const places = [];
      let folded = "";
      let at = chunk.index;
      for (const character of chunk[0]) {
        const piece = foldLetter(character);
        for (let i = 0; i < piece.length; i++) places.push(at);
        folded += piece;
        at += character.length;
      }
      places.push(at);
      for (const match of folded.matchAll(WORD)) {
        const last = match.index + match[0].length;
        found.push({ word: plainWord(match[0]), start: places[match.index], end: endOf(text, places, last) });
      }
    }
    return found;
  }

  /** Where a printed word ends: its own combining marks belong to it. */
  function endOf(text, places, last) {
    let end = places[last];
    while (end < text.length && /\p{M}/u.test(text[end])) end++;
    return end;
  }

  let rules = new Map();

  /** Take over the table of abbreviations, rows of [short form, long form]. */
  function setAbbreviations(rows) {
    rules = new Map();
    for (const [short, long] of rows)
      for (const [given, other] of [[short.split(" "), long.split(" ")], [long.split(" "), short.split(" ")]])
        rules.set(given[0], [...(rules.get(given[0]) || []), { given, other }]);
  }

  /** The words and pairs a run of words is found by, with those of its abbreviations' other forms. */
  function grams(found) {
    const pairs = found.slice(1).map((word, i) => `${found[i]} ${word}`);
    const extra = otherForms(found);
    if (!extra.length) return { words: found, pairs };
    const edges = [...found.map((word, i) => [i, i + 1, word]), ...extra];
    for (let i = 0; i < edges.length; i++)
      for (let j = 0; j < edges.length; j++)
        if (edges[i][1] === edges[j][0] && (i >= found.length || j >= found.length))
          pairs.push(`${edges[i][2]} ${edges[j][2]}`);
    return { words: [...found, ...extra.map((edge) => edge[2])], pairs };
  }

  /** Words of other forms as edges [from, to, word]; positions past the end are inside a long form. */
  function otherForms(found) {
    const edges = [];
    let inner = found.length + 1;
    found.forEach((first, start) => {
      for (const { given, other } of rules.get(first) || []) {
        if (!given.every((word, i) => found[start + i] === word)) continue;
        other.forEach((word, i) => {
          const from = i === 0 ? start : inner + i - 1;
          const to = i === other.length - 1 ? start + given.length : inner + i;
          edges.push([from, to, word]);
        });
        inner += other.length - 1;
      }
    });
    return edges;
  }

  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

  /** Text that can stand in HTML: the theme puts titles and texts in as markup. */
  const escapeHtml = (text) => text.replace(/[&<>"']/g, (character) => ESCAPES[character]);

  Object.assign(search, { fold, withCentral, words, printedWords, grams, setAbbreviations, escapeHtml, isNumber });
})(vanbanSearch);
