// The console's only script. Every page works without it, except signing with a passkey.
"use strict";
const trusted = globalThis.trustedTypes?.createPolicy("concordat", { createHTML: (html) => html });
const asHtml = (html) => trusted?.createHTML(html) ?? html;

// Live rows: rendered and escaped by the server, newest first; a table keeps its length.
for (const table of document.querySelectorAll("tbody[data-live]")) {
  const most = 200;
  const status = document.getElementById("live-status");
  const say = (text) => { if (status && status.textContent !== text) status.textContent = text; };
  const events = new EventSource(table.dataset.live);
  let paused = false;
  let missed = 0;
  events.onopen = () => say("Live: new decisions appear at the top.");
  events.onerror = () => say("The connection was lost; trying again.");
  events.onmessage = (event) => {
    if (paused) { missed++; say(`Paused: ${missed} newer ${missed === 1 ? "batch waits" : "batches wait"}.`); return; }
    table.insertAdjacentHTML("afterbegin", asHtml(event.data));
    while (table.rows.length > most) table.deleteRow(-1);
    document.getElementById("live-empty")?.remove();
  };
  const pause = document.getElementById("live-pause");
  if (pause) {
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      missed = 0;
      pause.textContent = paused ? "Go on" : "Pause";
      say(paused ? "Paused." : "Live: new decisions appear at the top.");
    });
  }
  addEventListener("pagehide", () => events.close());
}

// Copy: the text of the element named.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const before = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}
