/* The card that opens beside a link: one at a time, by mouse, keyboard or touch. What it shows is given by the other
   scripts through vanban.cards.add. Without this script every trigger is still the link it was. */
(() => {
  "use strict";

  const HOVER = 200; // ms a pointer rests before a card opens, so that crossing a text opens none
  const LEAVE = 300; // ms to move from the link into its card
  const PRESS = 450; // ms a finger rests on a link to see its card without following it
  const GAP = 6;

  const kinds = [];
  let open = null;
  let timer = 0;
  let touchedAt = -Infinity;
  let pressed = null;

  const touching = () => performance.now() - touchedAt < 1000;

  function kindOf(target) {
    if (!(target instanceof Element) || target.closest(".vb-card")) return null;
    for (const kind of kinds) {
      const trigger = target.closest(kind.selector);
      if (trigger) return { trigger, kind };
    }
    return null;
  }

  function show(trigger, kind) {
    clearTimeout(timer);
    if (open && open.trigger === trigger) return true;
    hide();
    const content = kind.fill(trigger);
    if (!content) return false;
    const card = document.createElement("div");
    card.className = "vb-card";
    card.id = "vb-card";
    card.setAttribute("role", "note");
    card.setAttribute("aria-label", kind.label);
    card.append(content);
    (trigger.closest("sup") || trigger).after(card);
    trigger.setAttribute("aria-details", card.id);
    open = { trigger, card };
    place();
    return true;
  }

  function hide(refocus) {
    clearTimeout(timer);
    if (!open) return;
    const { trigger, card } = open;
    const inside = card.contains(document.activeElement);
    open = null;
    trigger.removeAttribute("aria-details");
    card.remove();
    if (refocus && inside) {
      quiet = true;
      trigger.focus();
      quiet = false;
    }
  }
  let quiet = false;

  /* Below the link when there is room, else above; never outside the window. */
  function place() {
    const { trigger, card } = open;
    const link = trigger.getClientRects()[0] || trigger.getBoundingClientRect();
    if (link.bottom < 0 || link.top > innerHeight) return hide();
    const width = card.offsetWidth;
    const below = innerHeight - link.bottom - GAP * 2;
    const above = link.top - GAP * 2;
    const upward = card.offsetHeight > below && above > below;
    card.style.maxHeight = `${Math.max(80, Math.min(upward ? above : below, innerHeight * 0.7))}px`;
    card.style.left = `${Math.max(8, Math.min(link.left, document.documentElement.clientWidth - width - 8))}px`;
    card.style.top = `${upward ? link.top - GAP - card.offsetHeight : link.bottom + GAP}px`;
  }

  function later(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  document.addEventListener("mouseover", (event) => {
    if (touching()) return;
    if (open && event.target instanceof Element && event.target.closest(".vb-card")) return clearTimeout(timer);
    const found = kindOf(event.target);
    if (found && found.kind.hover !== false) later(() => show(found.trigger, found.kind), HOVER);
    else if (open && !open.card.contains(document.activeElement)) later(hide, LEAVE);
    else if (!found) clearTimeout(timer);
  });

  document.addEventListener("focusin", (event) => {
    if (quiet || touching()) return;
    const found = kindOf(event.target);
    if (found && found.kind.hover !== false && found.trigger.matches(":focus-visible")) show(found.trigger, found.kind);
  });

  document.addEventListener("focusout", (event) => {
    if (!open || touching()) return;
    const next = event.relatedTarget;
    if (next && next !== open.trigger && !open.card.contains(next)) later(hide, 0);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      hide(true);
    }
  }, true);

  document.addEventListener("click", (event) => {
    if (pressed && pressed.contains(event.target)) {
      pressed = null;
      event.preventDefault();
      return;
    }
    const found = kindOf(event.target);
    if (found && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const first = !open || open.trigger !== found.trigger;
      if ((found.kind.tap && touching() && first) || found.kind.click) {
        if (show(found.trigger, found.kind) && !found.kind.click) event.preventDefault();
        return;
      }
    }
    if (open && event.target instanceof Element && !open.card.contains(event.target)) hide();
  });

  document.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    touchedAt = performance.now();
    pressed = null;
    const found = kindOf(event.target);
    if (found && !found.kind.click) {
      later(() => {
        if (show(found.trigger, found.kind)) pressed = found.trigger;
      }, PRESS);
    } else if (open && !open.card.contains(event.target)) later(hide, 0);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, (event) => {
      if (event.pointerType !== "touch") return;
      touchedAt = performance.now();
      if (!open) clearTimeout(timer);
    });
  }
  document.addEventListener("contextmenu", (event) => {
    if (pressed && pressed.contains(event.target)) event.preventDefault();
  });

  addEventListener("scroll", () => open && place(), { passive: true });
  addEventListener("resize", () => open && place());

  /* Text in an element of a card. */
  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  window.vanban = window.vanban || {};
  /* kind: {selector, label, fill(trigger) -> Node or null, tap: first tap opens, click: opens on click, hover} */
  window.vanban.cards = { add: (kind) => kinds.push(kind), hide, element };
})();
