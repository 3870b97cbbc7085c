/* Misprints that an editor confirmed: what is printed, what is meant; the marks can be switched off on this device. */
(() => {
  "use strict";
  const { cards } = window.vanban;
  const KEY = "vanban:marks";
  const marks = document.querySelectorAll(".vb-mark");

  cards.add({
    selector: "a.vb-mark",
    label: "Chữ in sai trong bản gốc",
    tap: true,
    fill(trigger) {
      if (document.body.classList.contains("vb-marks-off")) return null;
      const { meant, reason } = trigger.dataset;
      const content = document.createDocumentFragment();
      content.append(cards.element("span", "vb-card__head", meant ? `Nên đọc là: ${meant}` : "Chữ in thừa"));
      content.append(cards.element("span", "vb-card__row", `Bản gốc in: ${trigger.textContent.trim()}`));
      if (reason) content.append(cards.element("span", "vb-card__row", `Lý do: ${reason}`));
      return content;
    },
  });

  if (!marks.length) return;
  const article = document.querySelector(".md-content__inner");
  const bar = cards.element("div", "vb-bar");
  const button = cards.element("button", "vb-button");
  button.type = "button";
  bar.append(button);
  const title = article.querySelector("h1");
  if (title) title.after(bar);
  else article.prepend(bar);

  function apply(off) {
    document.body.classList.toggle("vb-marks-off", off);
    button.textContent = off ? "Hiện dấu chữ in sai" : `Ẩn dấu chữ in sai (${marks.length})`;
    for (const mark of document.querySelectorAll("a.vb-mark")) {
      if (off) mark.setAttribute("tabindex", "-1");
      else mark.removeAttribute("tabindex");
    }
  }
  function stored() {
    try {
      return localStorage.getItem(KEY) === "off";
    } catch {
      return false; // storage is closed on this device: marks show
    }
  }
  button.addEventListener("click", () => {
    const off = !document.body.classList.contains("vb-marks-off");
    apply(off);
    try {
      localStorage.setItem(KEY, off ? "off" : "on");
    } catch {
      /* the choice holds for this page only */
    }
  });
  apply(stored());
})();
