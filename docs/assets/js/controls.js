/* Controls that the theme draws as labels of hidden boxes become buttons for keyboards and screen readers. */
(() => {
  "use strict";

  const NAMES = { __drawer: "Mở danh sách trang", __search: "Mở ô tìm kiếm" };

  /* The drawing of each label becomes a button inside it: pressing it presses the label. */
  for (const label of document.querySelectorAll("label.md-header__button")) {
    const name = NAMES[label.htmlFor] || label.title;
    if (!name) continue;
    const button = document.createElement("span");
    button.className = "vb-control";
    button.setAttribute("role", "button");
    button.setAttribute("tabindex", "0");
    button.setAttribute("aria-label", name);
    button.append(...label.childNodes);
    label.append(button);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      label.click();
      if (label.htmlFor === "__search") document.querySelector(".md-search__input")?.focus();
      if (label.htmlFor === "__drawer") document.querySelector(".md-nav--primary a[href]")?.focus();
      if (label.htmlFor.startsWith("__palette")) {
        document.querySelector('label.md-header__button[for^="__palette"]:not([hidden]) .vb-control')?.focus();
      }
    });
  }

  for (const option of document.querySelectorAll(".md-option")) option.setAttribute("tabindex", "-1");

  const drawer = document.getElementById("__drawer");
  const opener = document.querySelector('label.md-header__button[for="__drawer"] .vb-control');
  opener?.setAttribute("aria-expanded", "false");
  drawer?.addEventListener("change", () => {
    opener?.setAttribute("aria-expanded", drawer.checked);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer?.checked) return;
    drawer.click();
    opener?.focus();
  });

  document.querySelector(".md-search")?.setAttribute("aria-label", "Tìm kiếm");
  document.querySelector(".md-search__scrollwrap")?.setAttribute("aria-label", "Kết quả tìm kiếm");
  document.querySelector(".md-search__scrollwrap")?.setAttribute("role", "region");
})();
