"use strict";
const $ = (id) => document.getElementById(id);
let other = "";

async function ask(method, path, body) {
  const answer = await fetch("/api/" + path, { method, body, headers: { "X-Bascule": "1" } });
  const facts = await answer.json();
  if (answer.status === 401) {
    $("login").hidden = false;
    $("device").hidden = true;
  }
  return { ok: answer.ok, facts };
}

function say(text) {
  $("message").textContent = text || "";
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function showSlots(status) {
  $("slots").replaceChildren(...status.slots.map((slot) => {
    const runs = slot.slot === status.booted;
    if (!runs) other = "slot " + slot.slot + " (" + (slot.version || "an unknown version") + ")";
    const box = element("div", "", runs ? "slot runs" : "slot");
    const words = [slot.standing, runs ? "runs" : "", slot.slot === status.primary ? "boots next" : ""];
    box.append(element("strong", "Slot " + slot.slot + " " + (slot.version || "–")),
      element("p", words.filter(Boolean).join(", ")));
    return box;
  }));
}

function showHistory(history) {
  $("history").replaceChildren(...history.map((entry) => {
    const skip = ["n", "at", "boot", "event", "manifest_sha256", "kept"];
    const details = Object.entries(entry).filter(([name]) => !skip.includes(name))
      .map(([name, value]) => name + "=" + (typeof value === "string" ? value : JSON.stringify(value)));
    const item = element("li", entry.at + " " + entry.event.replaceAll("_", " ") + " " + details.join(" "));
    for (const part of entry.kept || []) {
      const evidence = document.createElement("details");
      evidence.append(element("summary", part.name), element("pre", part.text));
      item.append(evidence);
    }
    return item;
  }));
}

function showWork(progress) {
  $("work").hidden = !progress.verb;
  const left = progress.seconds_left === undefined ? "" : ", " + progress.seconds_left + " s left";
  $("work-words").textContent = progress.verb + ": " + progress.role + " " + progress.phase + " "
    + progress.percent + " %" + left;
  $("bar").value = progress.percent;
}

let shown = "";
async function refresh() {
  const { ok, facts } = await ask("GET", "status");
  if (!ok) return;
  $("login").hidden = true;
  $("device").hidden = false;
  showWork(facts.progress);
  const text = JSON.stringify([facts.status, facts.history]);
  if (text !== shown) { // what is open stays open
    shown = text;
    $("state").textContent = facts.text.split("\n")[0];
    showSlots(facts.status);
    showHistory(facts.history);
  }
  if (facts.last) say(facts.last);
}

async function act(path, body) {
  const { facts } = await ask("POST", path, body);
  say(facts.text || facts.error);
  await refresh();
}

$("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { ok, facts } = await ask("POST", "login", JSON.stringify({ token: $("token").value }));
  say(ok ? "" : facts.error);
  if (ok) await refresh();
});
$("rollback").addEventListener("submit", (event) => {
  event.preventDefault();
  $("sure-words").textContent = "From the next start on the device boots " + other + ".";
  $("sure").hidden = false;
  $("yes").focus();
});
$("yes").addEventListener("click", () => {
  $("sure").hidden = true;
  act("rollback", JSON.stringify({ reason: $("reason").value }));
});
$("no").addEventListener("click", () => {
  $("sure").hidden = true;
  $("ask").focus();
});
$("upload").addEventListener("submit", (event) => {
  event.preventDefault();
  say("sending…");
  act("upload", $("file").files[0]);
});
$("cancel").addEventListener("click", () => act("cancel"));
$("reboot").addEventListener("click", () => act("reboot"));
setInterval(() => { if ($("login").hidden) refresh().catch(() => say("the device does not answer")); }, 1000);
refresh().catch(() => say("the device does not answer"));
