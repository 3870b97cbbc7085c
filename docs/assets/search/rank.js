/* Text ranking: which units hold the words of a query, standing together, and how much they are about them.
 *
 * score = (Σ words idf·impact + PAIR_WORTH · Σ pairs idf·impact) · (share of the query that was found)
 * The best few are then read, and ordered again by what only the text can say. */
(function (search) {
  "use strict";

  const PAIR_WORTH = 1.5;
  const LEAST_COVERED = 0.15;
  const COMPLETIONS = 4;
  const MOST_WORDS = 24;
  const NAME_WORDS = 6;

  /** Collects scores of units by their places; one for each index, emptied between queries. */
  class Scores {
    constructor(places) {
      this.sum = new Float32Array(places);
      this.mask = new Uint32Array(places);
      this.touched = [];
    }

    clear() {
      for (const id of this.touched) this.sum[id] = this.mask[id] = 0;
      this.touched = [];
    }

    add(id, amount, bits) {
      if (!this.mask[id]) this.touched.push(id);
      this.sum[id] += amount;
      this.mask[id] |= bits;
    }
  }

  /** Several lists as one: a unit counts with the best it has, weighted by how far each list is trusted. */
  function merge(lists) {
    if (lists.length === 1 && lists[0].trust === 1) return lists[0].list;
    const best = new Map();
    let count = 0;
    for (const { list, trust } of lists) {
      count += list.count;
      list.ids.forEach((id, i) => best.set(id, Math.max(best.get(id) || 0, list.impacts[i] * trust)));
    }
    return { ids: [...best.keys()], impacts: [...best.values()], count };
  }

  class TextRanker {
    constructor(store) {
      this.store = store;
      this.units = store.manifest.units;
      this.scores = new Scores(store.manifest.places);
    }

    idf(count) {
      return Math.log(1 + (this.units - Math.min(count, this.units) + 0.5) / (count + 0.5));
    }

    /** Read the lists a query needs. `open`: the last word may be half-typed. Words and pairs are asked for at once,
     * so that a query of known words waits for one round of files. */
    async plan(found, open) {
      const typed = found.slice(0, MOST_WORDS);
      const neighbours = typed.slice(1).map((word, i) => this.store.pair(typed[i], word));
      const lists = await Promise.all(typed.map((word) => this.store.word(word)));
      const isOpen = (i) => open && i === typed.length - 1;
      const slots = await Promise.all(typed.map((word, i) => this.slot(word, lists[i], isOpen(i))));
      const pairs = await Promise.all(neighbours.map((list, i) => this.pair(slots[i], slots[i + 1], list, isOpen(i + 1))));
      const last = slots[slots.length - 1];
      if (open && last && !pairs[pairs.length - 1]) await this.complete(last, slots.length === 1);
      for (const slot of slots) slot.list = slot.lists.length ? merge(slot.lists) : null;
      return { slots, pairs };
    }

    async slot(word, list, open) {
      const lone = open && !list ? await this.store.word(`${word}*`) : null; // a beginning of known words is no error
      if (list || lone) return { word, choices: [{ word, trust: 1 }], lists: list ? [{ list, trust: 1 }] : [] };
      const choices = search.choices(word, await this.store.lexicon());
      const lists = await Promise.all(choices.map(async (choice) => ({ list: await this.store.word(choice.word), trust: choice.trust })));
      return { word, choices, lists: lists.filter((each) => each.list) };
    }

    /** The pair of two slots, in every spelling they may stand for. */
    async pair(left, right, typed, open) {
      const known = left.choices[0].word === left.word && right.choices[0].word === right.word;
      const lists = known ? [{ list: await typed, trust: 1, word: right.word }] : await this.spellings(left, right);
      if (open && !search.isNumber(right.word)) lists.push(...(await this.pairCompletions(left, right)));
      const found = lists.filter((each) => each.list);
      return found.length ? { ...merge(found), lists: found } : null;
    }

    spellings(left, right) {
      const both = left.choices.flatMap((a) => right.choices.map((b) => [a, b]));
      return Promise.all(both.map(async ([a, b]) => ({ list: await this.store.pair(a.word, b.word), trust: a.trust * b.trust, word: b.word })));
    }

    /** What the index holds after a word, beginning as the half-typed word does. */
    async pairCompletions(left, right) {
      const found = await Promise.all(left.choices.map((a) => this.store.pairsFrom(a.word, right.word)));
      const longer = found.flat().filter(({ word }) => word !== right.word);
      return longer.map(({ word, list }) => ({ word, list, trust: 0.8 }));
    }

    /** Add what a half-typed word may become: one ready list when it stands alone, else a few whole words. */
    async complete(slot, alone) {
      const { word } = slot;
      if (search.isNumber(word) || word.length < 2) return;
      const longer = alone ? [{ word: `${word}*`, trust: 0.8 }] : search.completions(word, await this.store.lexicon(), COMPLETIONS);
      const lists = await Promise.all(longer.map(async (each) => ({ ...each, list: await this.store.word(each.word) })));
      slot.lists.push(...lists.filter((each) => each.list));
      if (!alone) slot.choices.push(...longer);
    }

    /** Score every unit of the lists; returns ids, best first. */
    rank({ slots, pairs }, keep) {
      this.scores.clear();
      const worth = slots.map((slot) => (slot.list ? this.idf(slot.list.count) : this.idf(0)));
      slots.forEach((slot, i) => slot.list && this.spread(slot.list, worth[i], 1 << i));
      pairs.forEach((pair, i) => pair && this.spread(pair, PAIR_WORTH * this.idf(pair.count), (1 << i) | (2 << i)));
      const all = worth.reduce((a, b) => a + b, 0);
      const { sum, mask, touched } = this.scores;
      const covered = (id) => worth.reduce((total, each, i) => total + (mask[id] & (1 << i) ? each : 0), 0) / all;
      const scored = [];
      for (const id of touched) {
        if (keep && !keep(id)) continue;
        const share = covered(id);
        scored.push({ id, share, score: sum[id] * (LEAST_COVERED + (1 - LEAST_COVERED) * share * share) });
      }
      return scored.sort((a, b) => b.score - a.score || a.id - b.id);
    }

    spread({ ids, impacts }, idf, bits) {
      for (let i = 0; i < ids.length; i++) this.scores.add(ids[i], (idf * impacts[i]) / 91, bits);
    }
  }

  const withoutAbout = (name) => (name[0] === "ve" ? name.slice(1) : name);
  const namesOf = (unit) => [unit.titleWords.map(({ word }) => word), ...unit.aliases.map(search.words)].map(withoutAbout);

  /** How well a read unit fits, as a factor: the whole query as its title, or as one run of words. */
  function closeness(unit, found, open) {
    const names = namesOf(unit);
    if (names.some((name) => sameWords(name, withoutAbout(found), open))) return 2.5;
    const text = unit.textWords.map(({ word }) => word);
    const run = Math.max(...[...names, text].map((each) => longestRun(each, found, open)));
    return 1 + 0.5 * (run / found.length) ** 2;
  }

  /** Whether a query is the name of a unit, or begins it at length: a number in it is then a part of the name
   * ("tiếp tục thực hiện Nghị quyết 25 khóa XI" is a Kết luận). */
  function isNamed(unit, query, open) {
    const found = withoutAbout(query);
    const begins = (name) => found.length >= NAME_WORDS && sameWords(name.slice(0, found.length), found, open);
    return namesOf(unit).some((name) => sameWords(name, found, open) || begins(name));
  }

  function sameWords(name, found, open) {
    const last = found.length - 1;
    return name.length === found.length && found.every((word, i) => name[i] === word || (open && i === last && name[i].startsWith(word)));
  }

  /** Length of the longest run of query words that stands in the text in the same order. */
  function longestRun(text, found, open) {
    const last = found.length - 1;
    const runs = new Uint16Array(found.length); // length of the run that ends at this query word, at the text's word
    let best = 0;
    for (const word of text) {
      for (let i = last; i >= 0; i--) {
        const same = found[i] === word || (open && i === last && word.startsWith(found[i]));
        runs[i] = same ? (i ? runs[i - 1] : 0) + 1 : 0;
        if (runs[i] > best) best = runs[i];
      }
    }
    return best;
  }

  Object.assign(search, { TextRanker, closeness, isNamed });
})(vanbanSearch);
