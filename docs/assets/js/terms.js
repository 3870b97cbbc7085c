/* What an abbreviation stands for. */
(() => {
  "use strict";
  const { cards } = window.vanban;

  cards.add({
    selector: "a.vb-term",
    label: "Chữ viết tắt",
    tap: true,
    fill(trigger) {
      const content = document.createDocumentFragment();
      content.append(cards.element("span", "vb-card__head", trigger.textContent.trim()));
      content.append(cards.element("span", "vb-card__title", trigger.dataset.full));
      return content;
    },
  });
})();
