// Copy buttons beside a document's citation and its code. Without this script the text stands there to be selected.
(() => {
  "use strict";

  /** Copies text; the older way serves pages opened from a folder, where the clipboard is closed to scripts. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.setAttribute("readonly", "");
      area.className = "md-clipboard__area";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  /** Adds a button that copies what `read` returns and says so to every reader. */
  function addButton(place, label, read, status) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "vb-copy-button";
    button.textContent = label;
    button.addEventListener("click", async () => {
      const text = read();
      status.textContent = (await copy(text)) ? `Đã sao chép: ${text}` : "Chưa sao chép được; hãy bôi đen rồi sao chép.";
    });
    place.append(button);
  }

  function start() {
    for (const box of document.querySelectorAll(".vb-copy")) {
      const citation = box.querySelector(".vb-citation");
      if (!citation || box.querySelector(".vb-copy-button")) continue;
      const text = citation.textContent.trim();
      const code = /số (\S+?)(?=,|:| |$)/.exec(text);
      const buttons = document.createElement("span");
      const status = document.createElement("span");
      status.setAttribute("role", "status");
      buttons.append(document.createElement("br"));
      addButton(buttons, "Sao chép trích dẫn", () => text, status);
      if (code) addButton(buttons, "Sao chép số, ký hiệu", () => code[1], status);
      buttons.append(status);
      box.append(buttons);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
