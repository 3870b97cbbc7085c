/* The address of a paragraph: the link itself leads there; this adds copying it and the way to quote it. */
(() => {
  "use strict";
  const { cards } = window.vanban;
  const report = document.querySelector('meta[name="vanban-report"]');

  function quote(trigger) {
    const place = trigger.dataset.place || "";
    return report ? `${report.content}, ${place.charAt(0).toLowerCase()}${place.slice(1)}` : place;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      /* no clipboard without https: copy through a selection, as older browsers do */
    }
    const area = cards.element("textarea", "vb-status");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  function button(label, text, status) {
    const made = cards.element("button", "vb-button", label);
    made.type = "button";
    made.addEventListener("click", async () => {
      status.textContent = (await copy(text)) ? "Đã sao chép." : "Trình duyệt không cho sao chép.";
      made.focus();
    });
    return made;
  }

  cards.add({
    selector: "a.vb-address",
    label: "Địa chỉ của đoạn",
    hover: false,
    click: true,
    fill(trigger) {
      const content = document.createDocumentFragment();
      const status = cards.element("span", "vb-card__row");
      status.setAttribute("role", "status");
      content.append(cards.element("span", "vb-card__head", trigger.dataset.place));
      content.append(cards.element("span", "vb-card__title", quote(trigger)));
      const wrapper = cards.element("div", "md-typeset");
      wrapper.append(button("Sao chép địa chỉ và cách dẫn", `${quote(trigger)}\n${trigger.href}`, status));
      wrapper.append(button("Chỉ địa chỉ", trigger.href, status));
      content.append(wrapper, status);
      return content;
    },
  });
})();
