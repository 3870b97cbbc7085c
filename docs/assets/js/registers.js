// Registers: sorting by any column, and filtering by several facets at once with counts. The choice is kept in the
// address (?loai=Nghị quyết&khoa=XI&xep=ngay), so that it can be sent to others. Without this script the table stands
// as it is.
(() => {
  "use strict";

  const FACETS = [
    { id: "loai", name: "Loại", column: 1 },
    { id: "co-quan", name: "Cơ quan", column: 3 },
    { id: "cap", name: "Cấp", column: 3, part: ".vb-row-level" },
    { id: "nam", name: "Năm", column: 4, read: (text) => (/(\d{4})$/.exec(text) || ["", ""])[1] },
    { id: "khoa", name: "Khóa", column: 3, part: ".vb-row-term", read: (text) => text.replace(/^khóa /, "") },
    { id: "chu-de", name: "Chủ đề", column: 2, part: ".vb-row-topics", list: true },
    { id: "tinh-trang", name: "Tình trạng", column: 2, part: ".vb-row-status" },
  ];
  const UNKNOWN = "chưa rõ";
  const SORTS = ["so", "loai", "trich-yeu", "co-quan", "ngay", "dan"];
  const DATE = 4;
  const COUNT = 5;
  const WORDS = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });

  /** Returns text without marks, as the search of this site compares it. */
  function fold(text) {
    return text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  /** Returns the words of a cell without its small parts. */
  function cellText(row, column) {
    const cell = row.cells[column].cloneNode(true);
    cell.querySelectorAll("[class^='vb-row-']").forEach((part) => part.remove());
    return cell.textContent.trim();
  }

  /** Returns the values of a row for a facet. */
  function valuesOf(row, facet) {
    const part = facet.part ? row.cells[facet.column].querySelector(facet.part) : null;
    const text = facet.part ? (part ? part.textContent.trim() : "") : cellText(row, facet.column);
    const values = facet.list ? text.split("; ") : [facet.read ? facet.read(text) : text];
    return values.map((value) => value || UNKNOWN);
  }

  /** Returns what a cell sorts by: a number, a date as a number, or words. Unknown comes last. */
  function sortValue(text, column) {
    if (column === 0) return Number.parseInt(text, 10) || Number.MAX_SAFE_INTEGER;
    if (column === COUNT) return -Number.parseInt(text, 10);
    if (column !== DATE) return text === UNKNOWN ? "\uffff" : text;
    const parts = /^(\d+)-(\d+)-(\d{4})$/.exec(text);
    return parts ? Number(parts[3]) * 10000 + Number(parts[2]) * 100 + Number(parts[1]) : Number.MAX_SAFE_INTEGER;
  }

  class Register {
    constructor(note, table) {
      this.note = note;
      this.table = table;
      this.body = table.tBodies[0];
      this.rows = [...this.body.rows].map((row, place) => ({
        row,
        place,
        text: fold(row.textContent),
        values: new Map(FACETS.map((facet) => [facet.id, valuesOf(row, facet)])),
      }));
      this.chosen = new Map(FACETS.map((facet) => [facet.id, new Set()]));
      this.query = "";
      this.sort = null;
      this.down = false;
      table.classList.add("vb-register-table");
      this.readAddress();
      this.drawForm();
      this.drawHeads();
      this.order();
      this.show();
    }

    readAddress() {
      const given = new URLSearchParams(location.search);
      for (const facet of FACETS) given.getAll(facet.id).forEach((value) => this.chosen.get(facet.id).add(value));
      this.query = given.get("loc") || "";
      const sort = given.get("xep") || "";
      this.down = sort.startsWith("-");
      const column = SORTS.indexOf(sort.replace(/^-/, ""));
      this.sort = column >= 0 ? column : null;
    }

    writeAddress() {
      const given = new URLSearchParams();
      for (const [id, values] of this.chosen) values.forEach((value) => given.append(id, value));
      if (this.query) given.set("loc", this.query);
      if (this.sort !== null) given.set("xep", `${this.down ? "-" : ""}${SORTS[this.sort]}`);
      const query = given.toString();
      try {
        history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
      } catch {
        // A page opened from a folder may not change its address; the filter works all the same.
      }
    }

    drawForm() {
      const form = document.createElement("form");
      form.className = "vb-filter";
      form.setAttribute("aria-label", "Lọc danh mục");
      form.addEventListener("submit", (event) => event.preventDefault());
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "search";
      input.value = this.query;
      input.addEventListener("input", () => {
        this.query = input.value.trim();
        this.changed();
      });
      label.append("Lọc theo chữ trong bảng ", document.createElement("br"), input);
      form.append(label);
      this.boxes = [];
      for (const facet of FACETS) form.append(...this.facetBox(facet));
      this.status = document.createElement("p");
      this.status.setAttribute("role", "status");
      const clear = document.createElement("button");
      clear.type = "button";
      clear.className = "vb-copy-button";
      clear.textContent = "Bỏ lọc";
      clear.addEventListener("click", () => {
        input.value = "";
        this.query = "";
        this.chosen.forEach((values) => values.clear());
        this.boxes.forEach((box) => (box.input.checked = false));
        this.changed();
      });
      form.append(this.status, clear);
      this.note.replaceWith(form);
    }

    /** Returns the group of one facet, or nothing when all rows share one value. */
    facetBox(facet) {
      const values = [...new Set(this.rows.flatMap((item) => item.values.get(facet.id)))].sort(WORDS.compare);
      if (values.length < 2) return [];
      const details = document.createElement("details");
      details.open = this.chosen.get(facet.id).size > 0;
      const summary = document.createElement("summary");
      summary.textContent = facet.name;
      const group = document.createElement("fieldset");
      group.setAttribute("aria-label", facet.name);
      for (const value of values) group.append(this.choice(facet, value));
      details.append(summary, group);
      return [details];
    }

    choice(facet, value) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      const count = document.createElement("span");
      input.type = "checkbox";
      input.checked = this.chosen.get(facet.id).has(value);
      input.addEventListener("change", () => {
        const chosen = this.chosen.get(facet.id);
        if (input.checked) chosen.add(value);
        else chosen.delete(value);
        this.changed();
      });
      label.append(input, ` ${value} `, count);
      this.boxes.push({ facet: facet.id, value, input, count });
      return label;
    }

    drawHeads() {
      [...this.table.tHead.rows[0].cells].forEach((head, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "vb-sort";
        button.textContent = head.textContent;
        button.addEventListener("click", () => {
          this.down = this.sort === column ? !this.down : false;
          this.sort = column;
          this.order();
          this.changed();
        });
        head.replaceChildren(button);
      });
    }

    order() {
      [...this.table.tHead.rows[0].cells].forEach((head, column) => {
        const way = column === this.sort ? (this.down ? "descending" : "ascending") : "none";
        head.setAttribute("aria-sort", way);
      });
      if (this.sort === null) return;
      const keyed = this.rows.map((item) => ({ item, key: sortValue(cellText(item.row, this.sort), this.sort) }));
      const way = this.down ? -1 : 1;
      keyed.sort((a, b) => {
        const order = typeof a.key === "number" ? a.key - b.key : WORDS.compare(a.key, b.key);
        return order * way || a.item.place - b.item.place;
      });
      this.body.append(...keyed.map(({ item }) => item.row));
    }

    /** Says whether a row passes every facet but one; a facet's own counts leave itself out. */
    passes(item, but) {
      for (const [id, chosen] of this.chosen) {
        if (id !== but && chosen.size && !item.values.get(id).some((value) => chosen.has(value))) return false;
      }
      return this.terms.every((term) => item.text.includes(term));
    }

    show() {
      this.terms = fold(this.query).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const item of this.rows) {
        item.row.hidden = !this.passes(item, null);
        if (!item.row.hidden) shown += 1;
      }
      const counts = new Map(FACETS.map((facet) => [facet.id, new Map()]));
      for (const facet of FACETS) {
        const own = counts.get(facet.id);
        for (const item of this.rows) {
          if (!this.passes(item, facet.id)) continue;
          for (const value of item.values.get(facet.id)) own.set(value, (own.get(value) || 0) + 1);
        }
      }
      for (const box of this.boxes) box.count.textContent = `(${counts.get(box.facet).get(box.value) || 0})`;
      this.status.textContent = `Đang hiện ${shown} trong ${this.rows.length} văn bản của bảng này.`;
    }

    changed() {
      this.writeAddress();
      this.show();
    }
  }

  function start() {
    for (const note of document.querySelectorAll(".vb-register")) {
      let next = note.nextElementSibling;
      if (next && next.tagName !== "TABLE") next = next.querySelector("table");
      if (next && next.tBodies.length) new Register(note, next);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
