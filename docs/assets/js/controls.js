/* Controls that the theme draws as labels of hidden boxes become buttons for keyboards and screen readers. */
(() => {
  "use strict";

  const NAMES = { __drawer: "Mở danh sách trang", __search: "Mở ô tìm kiếm" };

  for (const label of document.querySelectorAll("label.md-header__button")) {
    const box = document.getElementById(label.htmlFor);
    if (!box) continue;
    label.setAttribute("role", "button");
    label.setAttribute("tabindex", "0");
    label.setAttribute("aria-label", NAMES[label.htmlFor] || label.title);
    label.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      label.click();
      if (label.htmlFor === "__search") document.querySelector(".md-search__input")?.focus();
      if (label.htmlFor === "__drawer") document.querySelector(".md-nav--primary a[href]")?.focus();
    });
  }

  const drawer = document.getElementById("__drawer");
  drawer?.addEventListener("change", () => {
    document.querySelector('label.md-header__button[for="__drawer"]')?.setAttribute("aria-expanded", drawer.checked);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer?.checked) return;
    drawer.click();
    document.querySelector('label.md-header__button[for="__drawer"]')?.focus();
  });

  document.querySelector(".md-search")?.setAttribute("aria-label", "Tìm kiếm");
  document.querySelector(".md-search__scrollwrap")?.setAttribute("aria-label", "Kết quả tìm kiếm");
  document.querySelector(".md-search__scrollwrap")?.setAttribute("role", "region");
})();
