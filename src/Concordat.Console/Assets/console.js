// The console's only script. Every page works without it, except signing with a hardware key.
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
  events.onerror = () => say(events.readyState === EventSource.CLOSED
    ? "New decisions cannot be shown by themselves now; load the page again." : "The connection was lost; trying again.");
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

// A case that is another by now: said, and never swapped under the hands of whoever is deciding it.
for (const notice of document.querySelectorAll("[data-follow]")) {
  const events = new EventSource(notice.dataset.follow);
  events.onmessage = ({ data }) => {
    const [[before], [state]] = [notice.dataset.stand.split(" "), data.split(" ")];
    notice.querySelector("b").textContent = state === before ? "somebody has signed, or it was put before somebody" : `it is ${state}`;
    notice.hidden = data === notice.dataset.stand;
  };
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

// Hardware keys: the form says where the statement comes from; what the key signed goes to the server as its field `statement`.
const messages = {
  NotAllowedError: "The browser ended it: no key answered in time, the key belongs to somebody else, or it was not unlocked. Try again.",
  SecurityError: "Hardware keys do not sign for this address. Open the console under the address that whoever runs it gave you.",
  InvalidStateError: "This key is enrolled already. Use another.",
  NotSupportedError: "This key can do none of the algorithms that are taken here.",
};
const posted = async (url, type, body) => {
  const response = await fetch(url, { method: "POST", headers: { "content-type": type, accept: "application/json" }, body, redirect: "error" });
  const answer = await response.json();
  if (answer.error) throw new Error(answer.error.message ?? answer.error);
  return answer;
};
const withKey = (form, act) => {
  const [button, status] = [form.querySelector("button"), form.querySelector("[role=status]")];
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    status.textContent = "This browser cannot use hardware keys here: it is too old, or the address begins neither with https nor with http://localhost.";
    return;
  }
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = "Unlock and touch your key.";
    try {
      status.textContent = await act(form) ?? "Signed.";
    } catch (fault) {
      status.textContent = messages[fault.name] ?? (fault instanceof SyntaxError || fault instanceof TypeError ? "The server did not answer as it should. Open the page again." : fault.message);
      button.disabled = false;
    }
  });
};
for (const form of document.querySelectorAll("form[data-sign]")) {
  withKey(form, async () => {
    const { payloadType, payload, publicKey } = await posted(form.dataset.sign, "application/x-www-form-urlencoded", new URLSearchParams(new FormData(form)));
    const assertion = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    form.elements.statement.value = JSON.stringify({ payloadType, payload, webauthn: assertion.toJSON() });
    form.submit();
  });
}
for (const form of document.querySelectorAll("form[data-enrol]")) {
  const field = form.elements.invitation;
  if (location.hash.length > 1) { // the part after # is never sent to a server
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }
  withKey(form, async () => {
    const invitation = field.value.trim();
    const options = await posted("/v1/approvers/challenges", "application/json", JSON.stringify({ invitation }));
    const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey) });
    const made = await posted("/v1/approvers/credentials", "application/json", JSON.stringify({ invitation, credential: credential.toJSON() }));
    field.value = "";
    return `Enrolled for ${made.approver} (${made.role} of ${made.party}), recorded in entry ${made.entry}. You can sign in with it now.`;
  });
}

// Checking the ledger here: loaded where a page has something to check.
if (document.querySelector("[data-verify]")) import("/console/verify.js");
