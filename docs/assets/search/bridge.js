/* Runs in every page before the theme's own script: stands in for the worker on file://, hands pasted text to the
 * search box, keeps the query in the address, and shows filters above the results. */
(function () {
  "use strict";

  const here = document.currentScript.src;
  const folder = here.slice(0, here.lastIndexOf("/") + 1);
  const index = new URL("../../search/index/", folder).href;
  const PARTS = ["text", "store", "number", "repair", "rank", "snippet", "engine", "worker"];
  const FACETS = [["kind", "loai-trang", "Loại trang"], ["type", "loai", "Loại văn bản"], ["year", "nam", "Năm"], ["issuer", "co-quan", "Cơ quan"]];
  const PAUSE = 250; // ms without a new key before the rest of the results and the counts are asked for

  /** A page under a strict security policy runs no inline script; the theme's code then misses these. */
  function provideThemeFunctions() {
    if (typeof self.__md_get !== "undefined") return;
    const config = JSON.parse(document.getElementById("__config")?.textContent || '{"base":"."}');
    const scope = new URL(config.base, location);
    const key = (name) => `${scope.pathname}.${name}`;
    self.__md_scope = scope;
    self.__md_hash = (text) => [...text].reduce((hash, character) => (hash << 5) - hash + character.charCodeAt(0), 0);
    self.__md_get = (name, storage = localStorage) => JSON.parse(storage.getItem(key(name)));
    self.__md_set = (name, value, storage = localStorage) => {
      try {
        storage.setItem(key(name), JSON.stringify(value));
      } catch {
        /* a full or forbidden storage only forgets a preference */
      }
    };
  }

  /** The worker's scripts run in the page itself: browsers start no worker on file://. */
  class LocalWorker extends EventTarget {
    constructor() {
      super();
      const post = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.session = PARTS.reduce((before, name) => before.then(() => runScript(`${folder}${name}.js`)), Promise.resolve()).then(() =>
        self.vanbanSearch.startSession(index, post),
      );
    }

    postMessage(message) {
      this.session.then((session) => session.receive(message));
    }

    terminate() {}
  }

  function runScript(url) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.onload = resolve;
      script.onerror = reject;
      script.src = url;
      document.head.append(script);
    });
  }

  /** The theme starts its search worker by `new Worker`; we keep hold of it to send filters. */
  function watchWorkers(onWorker) {
    const Native = self.Worker;
    self.Worker = function (url, options) {
      if (!String(url).endsWith("/assets/search/worker.js")) return new Native(url, options);
      const worker = location.protocol === "file:" ? new LocalWorker() : new Native(url, options);
      onWorker(worker);
      return worker;
    };
  }

  /** Text that arrives without a key (pasted, dictated, from an input method) counts as typed. */
  function passOnInput(box) {
    box.addEventListener("input", () => box.dispatchEvent(new KeyboardEvent("keyup", { key: "Unidentified" })));
  }

  /** Keep what was asked in the address, so that it can be shared; the theme itself reads `q` when a page opens. */
  function keepAddress(query, filters) {
    const address = new URL(location);
    const wanted = { q: query, ...Object.fromEntries(FACETS.map(([facet, name]) => [name, query && filters[facet] !== undefined ? filters[facet].name : ""])) };
    for (const [name, value] of Object.entries(wanted)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (address.href === location.href) return;
    try {
      history.replaceState(history.state, "", address);
    } catch {
      /* some browsers change no address on file:// */
    }
  }

  class Filters {
    constructor(box, results, worker) {
      this.box = box;
      this.worker = worker;
      this.chosen = {};
      this.wanted = this.fromAddress();
      this.bar = document.createElement("div");
      this.bar.className = "vb-search-filters";
      this.note = document.createElement("p");
      this.note.className = "vb-search-notice";
      this.note.setAttribute("role", "status");
      results.before(this.note, this.bar);
      worker.addEventListener("message", ({ data }) => this.receive(data));
      box.addEventListener("input", () => this.queryChanged());
      box.form.addEventListener("reset", () => setTimeout(() => this.queryChanged()));
    }

    fromAddress() {
      const parameters = new URL(location).searchParams;
      return Object.fromEntries(FACETS.map(([facet, name]) => [facet, parameters.get(name)]).filter(([, value]) => value));
    }

    queryChanged() {
      if (!this.box.value && Object.keys(this.chosen).length) {
        this.chosen = {};
        this.send();
      }
      keepAddress(this.box.value, this.chosen);
    }

    receive({ type, data }) {
      if (type === 3) this.resultsShown();
      else if (type === "facets") this.show(data);
      else if (type === "notice") this.note.textContent = data;
    }

    /** Ask for the rest of the results, once for each query, and for the counts, when typing pauses. */
    resultsShown() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        const more = this.box.value !== this.completed && document.activeElement === this.box;
        this.completed = this.box.value;
        this.worker.postMessage({ type: more ? "more" : "facets" });
      }, PAUSE);
    }

    /** A shared address names its filters: choose them as soon as their values are known. */
    chooseWanted(facets) {
      const before = Object.keys(this.chosen).length;
      for (const [facet, name] of Object.entries(this.wanted)) {
        const value = facets[facet].find((each) => each.name === name);
        if (value) this.chosen[facet] = value;
      }
      this.wanted = {};
      if (Object.keys(this.chosen).length !== before) this.send();
    }

    show(facets) {
      this.chooseWanted(facets);
      this.bar.replaceChildren(...FACETS.map(([facet, , label]) => this.select(facet, label, facets[facet])).filter(Boolean));
    }

    select(facet, label, values) {
      const chosen = this.chosen[facet];
      if (!chosen && values.length < 2) return null;
      const select = document.createElement("select");
      select.setAttribute("aria-label", label);
      select.append(new Option(`${label}: tất cả`, ""));
      const listed = chosen && !values.some(({ value }) => value === chosen.value) ? [chosen, ...values] : values;
      for (const { value, name, count } of listed) select.append(new Option(`${name} (${count})`, value, false, chosen?.value === value));
      select.addEventListener("change", () => this.choose(facet, listed.find(({ value }) => String(value) === select.value)));
      return select;
    }

    choose(facet, value) {
      if (value) this.chosen[facet] = value;
      else delete this.chosen[facet];
      this.send();
      keepAddress(this.box.value, this.chosen);
    }

    send() {
      const values = Object.fromEntries(Object.entries(this.chosen).map(([facet, { value }]) => [facet, value]));
      this.worker.postMessage({ type: "filters", data: values });
    }
  }

  provideThemeFunctions();
  const box = document.querySelector("[data-md-component=search-query]");
  const results = document.querySelector("[data-md-component=search-result]");
  if (box && results) {
    passOnInput(box);
    watchWorkers((worker) => new Filters(box, results, worker));
  }
})();
