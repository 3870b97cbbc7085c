/* What a linked document is, from the data of its link: nothing is loaded, so it works on a USB stick too. */
(() => {
  "use strict";
  const { cards } = window.vanban;

  cards.add({
    selector: "a.vb-cite",
    label: "Văn bản được dẫn",
    fill(trigger) {
      const { name, title, issuer, date, term, validity } = trigger.dataset;
      const content = document.createDocumentFragment();
      content.append(cards.element("span", "vb-card__head", name || trigger.textContent.trim()));
      if (!name) {
        content.append(cards.element("span", "vb-card__row", "Mở trang này để chọn trong các văn bản cùng tên gọi."));
        return content;
      }
      if (title) content.append(cards.element("span", "vb-card__title", title));
      const rows = {
        "Cơ quan ban hành": issuer,
        "Ngày ban hành": date || "chưa rõ",
        Khóa: term,
        "Tình trạng": validity || "chưa rõ",
      };
      for (const [label, value] of Object.entries(rows)) {
        if (value) content.append(cards.element("span", "vb-card__row", `${label}: ${value}`));
      }
      for (const mark of trigger.querySelectorAll(".vb-mark")) {
        const meant = mark.dataset.meant ? `nên đọc “${mark.dataset.meant}”` : "chữ in thừa";
        content.append(cards.element("span", "vb-card__row", `Bản gốc in “${mark.textContent}”, ${meant}`));
      }
      const link = cards.element("a", "vb-card__row", "Mở trang văn bản");
      link.href = trigger.href;
      content.append(link);
      return content;
    },
  });
})();
