/* A footnote opens where the text calls it. */
(() => {
  "use strict";
  const { cards } = window.vanban;

  cards.add({
    selector: "a.footnote-ref",
    label: "Chú thích",
    tap: true,
    fill(trigger) {
      const note = document.getElementById(decodeURIComponent(trigger.hash.slice(1)));
      if (!note) return null;
      const content = document.createDocumentFragment();
      content.append(cards.element("span", "vb-card__head", `Chú thích ${trigger.textContent.trim()}`));
      for (const child of note.cloneNode(true).childNodes) content.append(child.cloneNode(true));
      for (const link of content.querySelectorAll(".footnote-backref, .vb-address")) link.remove();
      for (const named of content.querySelectorAll("[id]")) named.removeAttribute("id");
      return content;
    },
  });
})();
