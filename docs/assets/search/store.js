/* The index as files: loads shards when a query needs them, keeps the last ones, reads posting lists. */
(function (search) {
  "use strict";

  const FORMAT = 2; // of the index; files of another one would be misread
  const [LAST, MORE] = [70, 22]; // digits that end a number, and digits that say more follow
  const BYTES_KEPT = 4e6; // of shard text; the rest is loaded again when needed
  const DIGITS = new Uint8Array(128);
  let value = 0;
  for (let code = 33; code < 127; code++) if (code !== 34 && code !== 92) DIGITS[code] = value++;

  /** A shard that is missing or cannot be read. */
  class DamagedShard extends Error {}

  /** The number that starts at `at` of a text as [number, where it ends]: digits of 70 or more say that more follow. */
  function readNumber(text, at) {
    let more = 0;
    let digit = DIGITS[text.charCodeAt(at++)];
    for (; digit >= LAST; digit = DIGITS[text.charCodeAt(at++)]) more = more * MORE + digit - LAST;
    return [more * LAST + digit, at];
  }

  /** Posting list text as { ids, impacts }: the gap to the previous unit, then one digit. */
  function readPostings(text) {
    const ids = [];
    const impacts = [];
    let id = -1;
    for (let i = 0; i < text.length; ) {
      let more = 0; // as readNumber does, without a pair for each of thousands
      let digit = DIGITS[text.charCodeAt(i++)];
      for (; digit >= LAST; digit = DIGITS[text.charCodeAt(i++)]) more = more * MORE + digit - LAST;
      id += more * LAST + digit + 1;
      ids.push(id);
      impacts.push(DIGITS[text.charCodeAt(i++)]);
    }
    return { ids, impacts };
  }

  const readFixed = (text, at) => DIGITS[text.charCodeAt(at)] * 92 + DIGITS[text.charCodeAt(at + 1)];

  /** A facet file: a function from a place in it to kind, type, year and issuer as numbers. */
  function readFacets([kinds, described]) {
    const rows = new Map();
    let id = -1;
    for (let i = 0; i < described.length; i += 6) {
      const [gap, end] = readNumber(described, i);
      id += gap + 1;
      i = end;
      rows.set(id, [0, 2, 4].map((column) => readFixed(described, end + column)));
    }
    return (at) => [at < kinds.length ? DIGITS[kinds.charCodeAt(at)] : 0, ...(rows.get(at) || [0, 0, 0])];
  }

  function fnv1a(text) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash >>> 0;
  }

  /** The data of a shard file fetched as text: its second line. */
  function dataOf(name, text) {
    const [call, data, close] = text.split("\n");
    if (call !== `vanbanShard("${name}",` || close !== ")") throw new DamagedShard(name);
    return JSON.parse(data);
  }

  async function fetchShard(url, name, fresh) {
    const response = await fetch(url, fresh ? { cache: "no-cache" } : {});
    if (!response.ok) throw new DamagedShard(name);
    const text = await response.text();
    return { data: dataOf(name, text), size: text.length };
  }

  const arrived = new Map();
  self.vanbanShard = (name, data) => arrived.set(name, data);

  /** On file:// nothing can be fetched, but a script tag may run any file. */
  function runShard(url, name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const done = () => {
        script.remove();
        if (!arrived.has(name)) return reject(new DamagedShard(name));
        const data = arrived.get(name);
        arrived.delete(name);
        return resolve({ data, size: 8000 });
      };
      script.onload = done;
      script.onerror = done;
      script.src = url;
      document.head.append(script);
    });
  }

  /** What a result shows of a unit, with its words taken apart once. */
  class Unit {
    constructor(id, [kind, location, title, text = "", code = "", date = "", aliases = []], manifest) {
      Object.assign(this, { id, kind: manifest.kinds[kind], location, title, text, code, date, aliases });
    }

    get titleWords() {
      return (this.readTitle ??= search.printedWords(this.title));
    }

    get textWords() {
      return (this.readText ??= search.printedWords(this.text));
    }
  }

  /** Files of one index. `root` is the address of search/index/. */
  class Store {
    constructor(root) {
      this.root = root;
      this.kept = new Map(); // name → promise, oldest use first
      this.sizes = new Map();
      this.bytes = 0;
      this.damaged = new Set();
      this.manifest = null;
      this.units = new WeakMap(); // row → Unit, gone with its shard
      this.facets = new WeakMap(); // data of a facet file → how it is read, likewise
    }

    async open() {
      const manifest = await this.load("manifest", true);
      if (manifest.format !== FORMAT) throw new DamagedShard("manifest");
      this.manifest = manifest;
      search.setAbbreviations(this.manifest.abbreviations);
      return this.manifest;
    }

    load(name, fresh = false) {
      if (this.kept.has(name)) {
        const known = this.kept.get(name);
        this.kept.delete(name);
        this.kept.set(name, known);
        return known;
      }
      const stamp = this.manifest ? `?v=${this.manifest.stamp}` : "";
      const url = `${this.root}${name}.js${stamp}`;
      const loading = (typeof document === "undefined" ? fetchShard(url, name, fresh) : runShard(url, name)).then(
        ({ data, size }) => this.keep(name, data, size),
      );
      this.kept.set(name, loading);
      loading.catch(() => this.kept.delete(name));
      return loading;
    }

    keep(name, data, size) {
      this.damaged.delete(name);
      this.sizes.set(name, size);
      this.bytes += size;
      for (const oldest of this.kept.keys()) {
        if (this.bytes <= BYTES_KEPT || oldest === name) break;
        this.bytes -= this.sizes.get(oldest) || 0;
        this.sizes.delete(oldest);
        this.kept.delete(oldest);
      }
      return data;
    }

    /** A shard, or `empty` when it is damaged, which `damaged` then says. */
    async shard(name, empty) {
      try {
        return await this.load(name);
      } catch {
        this.damaged.add(name);
        return empty;
      }
    }

    table(table, key) {
      return this.shard(`${table}/${fnv1a(key) % this.manifest.shards[table]}`, {});
    }

    async list(table, shardKey, key) {
      const shard = await this.table(table, shardKey);
      return Object.hasOwn(shard, key) ? search.readRecord(shard[key]) : null;
    }

    word(word) {
      return this.list("words", word, word);
    }

    pair(first, second) {
      return this.list("pairs", `${first} ${second[0]}`, `${first} ${second}`);
    }

    /** Pairs of `first` with every word that begins with `start`: [{ word, list }]. */
    async pairsFrom(first, start) {
      const shard = await this.table("pairs", `${first} ${start[0]}`);
      const wanted = `${first} ${start}`;
      return Object.keys(shard)
        .filter((key) => key.startsWith(wanted))
        .map((key) => ({ word: key.slice(first.length + 1), list: search.readRecord(shard[key]) }));
    }

    async numberRows(number) {
      const shard = await this.shard(`numbers/${number % this.manifest.shards.numbers}`, {});
      return Object.hasOwn(shard, number) ? shard[number].map((row) => this.numberRow(row)) : [];
    }

    numberRow([id, code, type, issuer, date, term, citations]) {
      const { types, issuers } = this.manifest;
      return { id, code, type: types[type], issuer: issuers[issuer], date: String(date), term, citations };
    }

    /** Every word of letters with how many units hold it, most frequent first. */
    async lexicon() {
      if (!this.frequencies) {
        const text = await this.shard("lexicon", "");
        const parts = text ? text.split(" ") : [];
        const table = new Map();
        for (let i = 0; i < parts.length; i += 2) table.set(parts[i], Number(parts[i + 1]));
        if (!this.damaged.has("lexicon")) this.frequencies = table;
        return table;
      }
      return this.frequencies;
    }

    async unit(id) {
      const size = this.manifest.unitsPerFile;
      const rows = await this.shard(`units/${Math.floor(id / size)}`, null);
      const row = rows && rows[id % size];
      if (!row) return null;
      if (!this.units.has(row)) this.units.set(row, new Unit(id, row, this.manifest));
      return this.units.get(row);
    }

    /** A function from a unit to its kind, type, year and issuer as numbers; all 0 where a file is damaged. */
    async facetReader() {
      const { places, facetsPerFile } = this.manifest;
      const names = Array.from({ length: Math.ceil(places / facetsPerFile) }, (_, i) => `facets/${i}`);
      const files = await Promise.all(names.map(async (name) => this.facetsOf(await this.shard(name, ["", ""]))));
      return (id) => files[Math.floor(id / facetsPerFile)](id % facetsPerFile);
    }

    facetsOf(data) {
      if (!this.facets.has(data)) this.facets.set(data, readFacets(data));
      return this.facets.get(data);
    }
  }

  /** A record of a shard as { count, ids, impacts }; `count` is how many units really hold the key. */
  function readRecord(record) {
    const cut = Array.isArray(record);
    const list = readPostings(cut ? record[1] : record);
    return { ...list, count: cut ? record[0] : list.ids.length, cut };
  }

  Object.assign(search, { Store, readRecord, readPostings, fnv1a });
})(vanbanSearch);
