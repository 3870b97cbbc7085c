/* Stands behind the theme's search box. The theme's messages: setup 0 → ready 1, query 2 → result 3. Ours, with the
 * bridge in the page: "filters" narrows the results, "more" asks for the rest of them, "facets" for the counts;
 * "notice" says what is damaged. */
(function (scope) {
  "use strict";

  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
  const inWorker = typeof document === "undefined";
  if (inWorker) importScripts(...["text", "store", "number", "repair", "rank", "snippet", "engine"].map((name) => `${name}.js`));
  const search = scope.vanbanSearch;
  const DAMAGED =
    "Một phần dữ liệu tìm kiếm bị thiếu hoặc hỏng, nên kết quả có thể chưa đủ. Hãy tải lại trang; nếu vẫn còn, báo người quản trị chép lại thư mục search/index.";

  class Session {
    constructor(root, post) {
      this.store = new search.Store(root);
      this.post = post;
      this.turn = 0;
      this.query = "";
      this.opened = this.open(); // while the theme still loads what it needs for its setup message
    }

    receive({ type, data }) {
      if (type === SETUP) this.opened.then(() => this.post({ type: READY }));
      else if (type === QUERY) this.answer(data);
      else if (type === "more") this.answer(this.query, search.SHOWN);
      else if (type === "filters") this.narrow(data);
      else if (type === "facets") this.count();
    }

    async open() {
      try {
        await this.store.open();
        this.engine = new search.Engine(this.store);
      } catch {
        this.unusable = true;
      }
    }

    /** Answer the newest query only: an older one stops at its next step and says nothing. */
    async answer(query, shown) {
      this.query = query;
      const turn = ++this.turn;
      const check = () => {
        if (turn !== this.turn) throw new search.Stale();
      };
      try {
        await this.opened;
        check();
        this.store.damaged.clear();
        if (this.unusable) this.store.damaged.add("manifest");
        const items = this.engine ? await this.items(query, check, shown) : [];
        check();
        this.post({ type: RESULT, data: { items: this.withNotice(items) } });
        this.post({ type: "notice", data: this.store.damaged.size ? DAMAGED : "" });
      } catch (error) {
        if (!(error instanceof search.Stale)) throw error;
      }
    }

    async items(query, check, shown) {
      const { units, finder } = await this.engine.find(query, check, shown);
      return units.map((unit, i) => [item(unit, finder, units.length - i)]);
    }

    withNotice(items) {
      if (!this.store.damaged.size) return items;
      return [...items.slice(0, 9), [{ location: "", title: "Dữ liệu tìm kiếm bị hỏng", text: DAMAGED, score: 0, terms: {} }]];
    }

    async narrow(filters) {
      await this.opened;
      if (this.engine) this.engine.filters = filters;
      this.answer(this.query);
    }

    async count() {
      await this.opened;
      if (!this.engine) return;
      const turn = this.turn;
      const counts = await this.engine.counts();
      if (turn === this.turn) this.post({ type: "facets", data: named(counts, this.store.manifest) });
    }
  }

  /** Facet counts with names, most frequent first: { kind: [{ value, name, count }] }. */
  function named(counts, { kinds, types, issuers }) {
    const names = { kind: (v) => kinds[v], type: (v) => types[v], year: (v) => (v ? String(v) : ""), issuer: (v) => issuers[v] };
    return Object.fromEntries(
      Object.entries(counts).map(([facet, values]) => [
        facet,
        [...values].map(([value, count]) => ({ value, count, name: names[facet](value) })).filter(({ name }) => name).sort((a, b) => b.count - a.count || a.value - b.value),
      ]),
    );
  }

  const printedDate = (iso) => {
    const [year, month, day] = iso.split("-");
    return day ? `${day}-${month <= "02" ? month : Number(month)}-${year}` : iso;
  };

  /** A unit as the theme shows it. The theme shows no text under a result inside a page (one with an anchor), so
   * there the snippet is part of the title. */
  function item(unit, finder, score) {
    const title = search.markTitle(unit, finder);
    const { text, terms } = search.shownText(unit, finder);
    const inside = unit.location.includes("#");
    const tags = [unit.kind, unit.code, printedDate(unit.date)].filter(Boolean).map(search.escapeHtml);
    return {
      location: unit.location,
      title: inside ? `${title}<span class="vb-search-snippet">${text}</span>` : title,
      text,
      tags,
      score,
      terms,
    };
  }

  if (inWorker) {
    const session = new Session(new URL("../../search/index/", scope.location).href, (message) => scope.postMessage(message));
    scope.onmessage = ({ data }) => session.receive(data);
  } else {
    search.startSession = (root, post) => new Session(root, post);
  }
})(self);
