/* The number tier: what a query says about the symbol of a document ("25-NQ/TW", "nq25", "QĐ 217", "34/2007",
 * "nghị quyết 25 khóa XI"), and which rows of the index fit it. Text ranking never sees these questions alone. */
(function (search) {
  "use strict";

  const JOINER = /^\s*[\p{Pd}−/_.]+\s*$/u;
  const FILLERS = new Set("so ngay thang nam cua khoa ve viec do van ban tu".split(" "));
  const SAME_SYMBOL = { qdi: "qd", qyd: "qd" }; // three spellings of the symbol of a "quy định"
  const ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"];
  const isYear = (word) => /^(?:19[3-9]|20\d)\d$/.test(word);
  const isLetters = (token) => token !== undefined && !search.isNumber(token.word);
  const sameSymbol = (word) => SAME_SYMBOL[word] || word;

  /** Letters that a reader would not take for a Vietnamese syllable: a symbol even in lower case ("nq", "tw"). */
  const looksLikeSymbol = (token) => !/[aeiouy]/.test(token.word) || /^\p{Lu}{2}/u.test(token.raw);

  function tokensOf(typed) {
    const query = search.withCentral(typed);
    const found = search.printedWords(query);
    return found.map((token, i) => {
      const between = i ? query.slice(found[i - 1].end, token.start) : " ";
      return { ...token, raw: query.slice(token.start, token.end), joined: between === "" || JOINER.test(between), slash: between.includes("/") };
    });
  }

  /** Reads queries for one index: its type names and the symbols seen in its codes. */
  class NumberReader {
    constructor(manifest) {
      this.symbols = new Set(manifest.symbols.split(" "));
      this.types = manifest.types.map(search.words);
    }

    /** The words of a query, symbols written together taken apart ("25nqtw" is 25, nq, tw). */
    words(query) {
      return tokensOf(query).flatMap((token) => (isLetters(token) && looksLikeSymbol(token) && this.split(token.word, false)) || [token.word]);
    }

    /** What a query asks for by number, clearest first; empty when it is better answered by its text. Of several
     * numbers ("217, 218-QĐ/TW") all that are named as clearly as the clearest count. */
    read(query) {
      const tokens = tokensOf(query);
      const readings = tokens.map((_, i) => this.readAt(tokens, i)).filter(Boolean);
      const clearest = Math.max(...readings.map(({ evidence }) => evidence));
      const bare = readings.length ? null : this.readBare(tokens);
      return bare ? [bare] : readings.filter(({ evidence }) => evidence === clearest);
    }

    /** The token at `i` as a document's number, when something beside it says so. */
    readAt(tokens, i) {
      if (!search.isNumber(tokens[i].word) || tokens[i].word.length > 5 || inDate(tokens, i)) return null;
      const used = new Set([i]);
      const type = this.typeBefore(tokens, i, used);
      const symbols = [...this.symbolsBefore(tokens, i, used, type), ...this.symbolsAfter(tokens, i, used)];
      const year = tokens[i + 1] && tokens[i + 1].slash && isYear(tokens[i + 1].word) ? 1 : 0;
      const evidence = (type ? 3 : 0) + 3 * Math.min(symbols.length, 2) + 2 * year;
      return evidence ? { evidence, ...this.request(tokens, i, used, type, symbols) } : null;
    }

    /** A number and little else: "25", "số 217", "1826 năm 2019". */
    readBare(tokens) {
      const numbers = tokens.filter((token) => search.isNumber(token.word) && !isYear(token.word));
      const rest = tokens.filter((token) => !search.isNumber(token.word) && !FILLERS.has(token.word));
      if (numbers.length !== 1 || rest.length || tokens.length > 4 || numbers[0].word.length > 5) return null;
      const i = tokens.indexOf(numbers[0]);
      return { evidence: 1, ...this.request(tokens, i, new Set([i]), null, []) };
    }

    typeBefore(tokens, i, used) {
      let end = i;
      if (end > 0 && tokens[end - 1].word === "so") end--;
      const names = this.types.filter((name) => name.length && name.every((word, k) => tokens[end - name.length + k]?.word === word));
      if (!names.length) return null;
      const name = names.reduce((a, b) => (b.length > a.length ? b : a));
      for (let k = end - name.length; k < i; k++) used.add(k);
      return name.join(" ");
    }

    symbolsBefore(tokens, i, used, type) {
      const found = [];
      for (let k = i - 1; k >= 0 && !used.has(k) && !type; k--) {
        const token = tokens[k];
        if (token.word === "so" && k === i - 1) continue;
        const parts = isLetters(token) && looksLikeSymbol(token) ? this.split(token.word, false) : null;
        if (!parts) break;
        found.unshift(...parts);
        for (let m = k; m < i; m++) used.add(m);
      }
      return found;
    }

    symbolsAfter(tokens, i, used) {
      const found = [];
      let k = i + 1;
      if (tokens[k] && isYear(tokens[k].word) && tokens[k].joined) k++;
      for (; isLetters(tokens[k]); k++) {
        const token = tokens[k];
        if (!token.joined && !looksLikeSymbol(token)) break;
        const parts = this.split(token.word, k === tokens.length - 1 && token.joined);
        if (!parts) break;
        found.push(...parts);
        used.add(k);
        if (tokens[k + 1] && tokens[k + 1].joined && /^\d\d?$/.test(tokens[k + 1].word)) used.add(++k); // QH15
      }
      return found;
    }

    /** A run of letters as symbols of the index ("nqtw" is nq, tw); a half-typed end may be the start of one. */
    split(letters, open) {
      if (this.symbols.has(letters) || letters in SAME_SYMBOL) return [letters];
      for (let cut = letters.length - 1; cut > 1; cut--) {
        const rest = this.symbols.has(letters.slice(0, cut)) && this.split(letters.slice(cut), open);
        if (rest) return [letters.slice(0, cut), ...rest];
      }
      return open && [...this.symbols].some((symbol) => symbol.startsWith(letters)) ? [`${letters}*`] : null;
    }

    request(tokens, i, used, type, symbols) {
      const asked = { number: Number(tokens[i].word), type, symbols, year: "", term: "", date: "", topic: [] };
      for (let k = 0; k < tokens.length; k++) {
        if (used.has(k)) continue;
        const { word, raw } = tokens[k];
        const before = tokens[k - 1]?.word;
        const term = before === "khoa" && search.isNumber(word) ? ROMAN[word] : ROMAN.includes(word) && word;
        if (isYear(word)) asked.year = word;
        else if (term && (before === "khoa" || raw === raw.toUpperCase() || word.length > 1)) asked.term = term;
        else if (!FILLERS.has(word) && !inDate(tokens, k)) asked.topic.push(word);
      }
      asked.date = dateOf(tokens);
      return asked;
    }
  }

  /** Whether the number at `i` stands in a date (3-6-2013) and so is no document's number. */
  function inDate(tokens, i) {
    const joinedNumber = (k) => tokens[k] && tokens[k].joined && search.isNumber(tokens[k].word);
    const runStart = (k) => (joinedNumber(k) && tokens[k - 1] && search.isNumber(tokens[k - 1].word) ? runStart(k - 1) : k);
    const start = runStart(i);
    return Boolean(joinedNumber(start + 1) && joinedNumber(start + 2) && isYear(tokens[start + 2].word));
  }

  function dateOf(tokens) {
    for (let k = 2; k < tokens.length; k++) {
      if (!isYear(tokens[k].word) || !inDate(tokens, k)) continue;
      const [day, month] = [tokens[k - 2].word, tokens[k - 1].word].map((part) => part.padStart(2, "0"));
      return `${tokens[k].word}-${month}-${day}`;
    }
    return "";
  }

  /** Rows that fit best, each with how far it is from what was asked (0: fits in everything). */
  function fitting(rows, asked) {
    const judged = rows.map((row) => ({ ...row, distance: distance(row, asked) })).filter((row) => row.distance < 9);
    const best = Math.min(...judged.map((row) => Math.floor(row.distance)));
    return judged.filter((row) => row.distance < best + 1);
  }

  /** 9 is "another document"; whole steps are things asked for and not found; tenths only order. */
  function distance(row, asked) {
    const symbols = search.words(row.code).filter((word) => !search.isNumber(word)).map(sameSymbol);
    const named = typeDistance(search.words(row.type || "").join(" "), symbols, asked.type);
    if (named === 9) return 9;
    const missing = asked.symbols.filter((symbol) => !hasSymbol(symbols, symbol));
    if (missing.length && missing[0] === asked.symbols[0] && !asked.type) return 9;
    const year = row.date.slice(0, 4) || (search.words(row.code).find(isYear) ?? "");
    return named + missing.length + differs(asked.year, year) + differs(asked.term, row.term.toLowerCase()) + differs(asked.date, row.date);
  }

  function typeDistance(name, symbols, asked) {
    if (!asked || name === asked) return 0;
    const initials = asked.split(" ").map((word) => word[0]).join("");
    return symbols.includes(initials) ? 0.2 : 9;
  }

  const hasSymbol = (symbols, asked) =>
    asked.endsWith("*") ? symbols.some((symbol) => symbol.startsWith(asked.slice(0, -1))) : symbols.includes(sameSymbol(asked));

  /** What the index does not know is nearer than what it knows to be different. */
  const differs = (asked, known) => (!asked || asked === known ? 0 : known.length < asked.length ? 0.5 : 1);

  /** Better fit first, then the topic asked for, then most cited, then newest. */
  const byFit = (topic) => (a, b) =>
    a.distance - b.distance || topic(b.id) - topic(a.id) || b.citations - a.citations || (a.date < b.date ? 1 : a.date > b.date ? -1 : a.id - b.id);

  Object.assign(search, { NumberReader, fitting, byFit });
})(vanbanSearch);
