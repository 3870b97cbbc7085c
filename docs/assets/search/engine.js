/* A query in, results out: the number tier, then the text, filtered, read and put in order. */
(function (search) {
  "use strict";

  const FIRST_SHOWN = 6; // while typing: each result costs a file, and few more fit on a screen
  const SHOWN = 10; // after a pause
  const MOST_NUMBERED = 40;

  /** Places in reading order: the second paragraph before the tenth. */
  const readingOrder = new Intl.Collator("en", { numeric: true }).compare;

  /** A newer key was pressed; nobody waits for this answer. */
  class Stale extends Error {}

  class Engine {
    constructor(store) {
      this.store = store;
      this.ranker = new search.TextRanker(store);
      this.numbers = new search.NumberReader(store.manifest);
      this.filters = {};
    }

    /** Results of a query, best first: { units, finder, damaged }. `check` throws when the query is out of date. */
    async find(typed, check, shown = FIRST_SHOWN) {
      const query = await this.repaired(typed);
      const found = this.numbers.words(query);
      if (found.join("").length < 2) return { units: [], finder: null };
      const open = !/\s$/.test(typed);
      const plan = await this.ranker.plan(found, open);
      check();
      const keep = await this.filter();
      const numbered = await this.byNumber(this.spelled(query, plan), keep);
      check();
      const ranked = this.ranker.rank(plan, keep);
      this.candidates = [...numbered, ...ranked.map((row) => row.id)];
      const texts = await this.read(ranked.slice(0, shown + numbered.length), found, open, new Set(numbered), check);
      const first = await this.readAll(numbered.slice(0, MOST_NUMBERED));
      check();
      const named = numbered.length ? texts.filter((unit) => search.isNamed(unit, found, open)) : [];
      const units = [...new Set([...named, ...first, ...texts])].slice(0, Math.max(shown, first.length));
      return { units, finder: this.finder(plan, open) };
    }

    /** The query without VNI keys, when that makes unknown words known. */
    async repaired(query) {
      const plain = search.withoutVni(query);
      if (plain === null) return query;
      const lexicon = await this.store.lexicon();
      return search.words(plain).every((word) => search.isNumber(word) || lexicon.has(word)) ? plain : query;
    }

    /** The query with wrong words put right, so that the number tier reads "nghij quyeets 25" too. */
    spelled(query, { slots }) {
      if (slots.every((slot) => slot.choices[0].word === slot.word)) return query;
      return slots.map((slot) => slot.choices[0].word).join(" ");
    }

    async byNumber(query, keep) {
      const found = await Promise.all(this.numbers.read(query).map((asked) => this.rowsOf(asked, keep)));
      return [...new Set(found.flat())];
    }

    async rowsOf(asked, keep) {
      const rows = search.fitting(await this.store.numberRows(asked.number), asked).filter((row) => !keep || keep(row.id));
      const topic = asked.topic.length ? await this.topicScores(asked.topic) : () => 0;
      return rows.sort(search.byFit(topic)).map((row) => row.id);
    }

    async topicScores(topic) {
      const plan = await this.ranker.plan(topic, true);
      const scores = new Map(this.ranker.rank(plan).map(({ id, score }) => [id, score]));
      return (id) => scores.get(id) || 0;
    }

    /** The best text results, read and ordered by closeness as well. */
    async read(ranked, found, open, known, check) {
      const best = ranked.filter(({ id }) => !known.has(id));
      const units = await this.readAll(best.map(({ id }) => id));
      check();
      const scores = new Map(best.map(({ id, score }) => [id, score]));
      const close = units.map((unit) => ({ unit, score: scores.get(unit.id) * search.closeness(unit, found, open) }));
      return close.sort((a, b) => b.score - a.score || readingOrder(a.unit.location, b.unit.location)).map(({ unit }) => unit);
    }

    async readAll(ids) {
      return (await Promise.all(ids.map((id) => this.store.unit(id)))).filter(Boolean);
    }

    finder({ slots, pairs }, open) {
      const completed = pairs.flatMap((pair) => (pair ? pair.lists.map((each) => each.word) : []));
      const words = slots.flatMap((slot) => slot.choices.map((choice) => choice.word));
      const last = slots[slots.length - 1].word;
      return new search.Finder([...words, ...completed], open && !search.isNumber(last) && last.length > 1 ? last : "");
    }

    /** A test of units against the chosen filters ({ kind, type, year, issuer }: numbers), or null without any. */
    async filter() {
      const wanted = [this.filters.kind, this.filters.type, this.filters.year, this.filters.issuer];
      if (wanted.every((each) => each === undefined)) return null;
      const facets = await this.store.facetReader();
      return (id) => wanted.every((each, column) => each === undefined || facets(id)[column] === each);
    }

    /** How many candidates of the last query each value of each facet would leave. */
    async counts() {
      const facets = await this.store.facetReader();
      const names = ["kind", "type", "year", "issuer"];
      const counts = Object.fromEntries(names.map((name) => [name, new Map()]));
      for (const id of new Set(this.candidates || []))
        facets(id).forEach((value, column) => counts[names[column]].set(value, (counts[names[column]].get(value) || 0) + 1));
      return counts;
    }
  }

  Object.assign(search, { Engine, Stale, SHOWN });
})(vanbanSearch);
