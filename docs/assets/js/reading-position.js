/* Remembers on this device the paragraph last read of each report, and offers to go on from it. */
(() => {
  "use strict";
  const PREFIX = "vanban:position:";
  const article = document.querySelector(".md-content__inner");
  const id = document.querySelector('meta[name="vanban-report-id"]')?.content;
  const places = [...(article?.querySelectorAll("a.vb-address") ?? [])];
  const slot = document.querySelector("[data-vb-continue]");

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null; // storage is closed, or holds something else
    }
  }

  function remember() {
    const top = places.find((place) => place.parentElement.getBoundingClientRect().bottom > 90);
    if (!top || scrollY < 200) return;
    const position = { href: top.href, place: top.dataset.place, at: Date.now() };
    try {
      localStorage.setItem(PREFIX + id, JSON.stringify(position));
    } catch {
      /* nothing is remembered on this device */
    }
  }

  /* Only an address of this very site is offered, whatever the storage holds. */
  function ours(href) {
    try {
      const root = new URL(JSON.parse(document.getElementById("__config").textContent).base + "/", location.href);
      return new URL(href).href.startsWith(root.href);
    } catch {
      return false;
    }
  }

  function latest() {
    let found = null;
    try {
      for (let n = 0; n < localStorage.length; n++) {
        const key = localStorage.key(n);
        if (!key.startsWith(PREFIX) || (id && key !== PREFIX + id)) continue;
        const position = read(key);
        if (position && ours(position.href) && (!found || position.at > found.at)) found = position;
      }
    } catch {
      return null;
    }
    return found;
  }

  function offer() {
    const position = latest();
    if (!position) return;
    const bar = document.createElement("p");
    bar.className = "vb-bar";
    const link = document.createElement("a");
    link.href = position.href;
    link.textContent = `Đọc tiếp từ ${position.place}`;
    bar.append(link);
    if (slot) slot.replaceChildren(bar);
    else article.querySelector("h1")?.after(bar);
  }

  if (id && places.length) {
    let timer = 0;
    addEventListener("scroll", () => {
      clearTimeout(timer);
      timer = setTimeout(remember, 400);
    }, { passive: true });
    addEventListener("pagehide", remember);
  } else if (id || slot) offer();
})();
