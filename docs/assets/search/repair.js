/* Words the index does not hold: typed in Telex or VNI without an input method, or with one wrong letter. */
(function (search) {
  "use strict";

  const TYPO_CHOICES = 4;

  /** Telex keys taken off a folded word: "nghij" is "nghi", "dduwowngf" is "duong". */
  function withoutTelex(word) {
    const tones = word.replace(/(?<=[aeiouyw][a-z]*)[sfrxjz]/g, "");
    return tones.replace(/dd/g, "d").replace(/([aeo])\1/g, "$1").replace(/w/g, "").replace(/^d(.*)d$/, "d$1");
  }

  /** VNI keys taken off a query: "nghi5 quye6t1" is "nghi quyet". Null when nothing looks like VNI: a digit must stand
   * inside a word after a vowel or d, so that "nq25tw" and "khóa 11" stay. */
  function withoutVni(query) {
    if (!/(?:[aeiouy]\d{1,2}|\bd9)[a-z]/i.test(query)) return null;
    return query.replace(/[a-z0-9]+/gi, (chunk) => (/^(?:d9)?[a-z]*[aeiouy][a-z0-9]*$/i.test(chunk) ? chunk.replace(/[0-9]/g, "") : chunk));
  }

  /** Known words one letter away: a letter too many, missing, wrong, or two exchanged; most frequent first. */
  function oneLetterAway(word, lexicon) {
    const found = [];
    for (const known of lexicon.keys()) {
      if (Math.abs(known.length - word.length) <= 1 && isNear(word, known)) found.push(known);
      if (found.length === TYPO_CHOICES) break;
    }
    return found;
  }

  function isNear(a, b) {
    let start = 0;
    while (start < a.length && a[start] === b[start]) start++;
    let end = 0;
    while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
    if (left.length <= 1 && right.length <= 1) return left !== right;
    return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  }

  /** What a word may stand for: [{ word, trust }], itself when it is known. */
  function choices(word, lexicon) {
    if (search.isNumber(word) || lexicon.has(word) || word.length < 2) return [{ word, trust: 1 }];
    const plain = withoutTelex(word);
    if (plain !== word && lexicon.has(plain)) return [{ word: plain, trust: 0.95 }];
    const near = word.length > 2 ? oneLetterAway(word, lexicon) : [];
    return near.length ? near.map((known) => ({ word: known, trust: 0.7 })) : [{ word, trust: 1 }];
  }

  /** Known words that begin with `start`, most frequent first. */
  function completions(start, lexicon, most) {
    const found = [];
    for (const known of lexicon.keys()) {
      if (known !== start && known.startsWith(start)) found.push({ word: known, trust: 0.8 });
      if (found.length === most) break;
    }
    return found;
  }

  Object.assign(search, { choices, completions, withoutVni, withoutTelex, oneLetterAway });
})(vanbanSearch);
