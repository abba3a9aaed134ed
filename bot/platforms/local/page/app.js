// The page: whose chats are shown, the clock, the outbox.

import { dayAndClock, make, speak, weekdayAndClock } from "./dom.js";
import { Pane } from "./pane.js";
import { Sight } from "./sight.js";
import { Wire } from "./wire.js";

const $ = (id) => document.getElementById(id);
const EVERY = 1500;
const wide = matchMedia("(min-width: 821px)");
const narrow = matchMedia("(max-width: 420px)");

const chat = {
  wire: new Wire(),
  people: new Map(),
  commands: [],
  menu: [],
  groups: [],
  swap(pane, person) { show(panes.map((one) => (one === pane ? person : one.person.id))); },
};
const sights = new Map();
let panes = [];
let shown = 0;
let behind = 0;

// --- whose chats

function wanted() {
  const named = location.hash.slice(1).split("+").filter((id) => chat.people.has(id));
  if (named.length) return [...new Set(named)].slice(0, 2);
  // A student beside a member of staff, where there is room for both.
  const first = chat.people.keys().next().value;
  return wide.matches ? [first, other(first)] : [first];
}

// One change of people after another, however fast they are chosen.
let showing = Promise.resolve();
function show(ids) {
  showing = showing.then(() => change(ids)).catch((refused) => say(refused.text ?? String(refused)));
  return showing;
}

async function change(ids) {
  const chosen = [...new Set(ids)].slice(0, 2);
  if (ids.length === 2 && chosen.length === 1) chosen.push(other(chosen[0]));
  history.replaceState(null, "", `#${chosen.join("+")}`);
  const before = new Map(panes.map((pane) => [pane.person.id, pane]));
  for (const id of before.keys()) {
    if (!chosen.includes(id)) chat.wire.ask("leave", { person: id }).catch(() => {});
  }
  for (const id of chosen) {
    if (!before.has(id)) {
      if (!sights.has(id)) sights.set(id, new Sight(chat.people.get(id)));
      await chat.wire.ask("see", { person: id });
    }
  }
  panes = chosen.map((id) => before.get(id) ?? new Pane(chat, sights.get(id)));
  shown = Math.min(shown, panes.length - 1);
  draw();
}

function other(id) {
  const titles = chat.people.get(id).title === "Student" ? (title) => title !== "Student"
    : (title) => title === "Student";
  const found = [...chat.people.values()].find((one) => one.id !== id && titles(one.title));
  return (found ?? [...chat.people.values()].find((one) => one.id !== id)).id;
}

function draw() {
  $("panes").replaceChildren(...panes.map((pane) => pane.element));
  $("panes").classList.toggle("two", panes.length === 2);
  panes.forEach((pane, index) => {
    pane.element.classList.toggle("front", index === shown);
    pane.draw();
  });
  $("second-button").setAttribute("aria-pressed", String(panes.length === 2));
  $("which").hidden = panes.length < 2;
  $("which").replaceChildren(...panes.map((pane, index) => make("button", { type: "button",
    "aria-pressed": String(index === shown), onclick: () => { shown = index; draw(); } },
  pane.person.name)));
  $("again").replaceChildren(...panes.map((pane) => make("button", { type: "button",
    title: "As platforms do when they are unsure: it must change nothing",
    onclick: () => pane.again() }, `Deliver ${pane.person.name}’s last act again`)));
}

$("second-button").addEventListener("click", () => {
  const ids = panes.map((pane) => pane.person.id);
  show(ids.length === 2 ? [ids[shown]] : [ids[0], other(ids[0])]);
});

// --- the clock

function setClock(now) {
  behind = new Date(now) - Date.now();
  tick();
}

function tick() {
  const now = new Date(Date.now() + behind);
  $("now").textContent = narrow.matches ? weekdayAndClock(now) : dayAndClock(now);
  $("now").setAttribute("datetime", now.toISOString());
}
setInterval(tick, 1000);

for (const key of document.querySelectorAll("[data-forward]")) {
  key.addEventListener("click", async () => {
    const by = key.dataset.forward;
    try {
      await chat.wire.ask("forward", by === "next" ? {} : { seconds: Number(by) });
      tick();
      speak(`It is ${$("now").textContent}.`);
    } catch (refused) {
      say(refused.text);
    }
  });
}

// --- the outbox

$("outbox-button").addEventListener("click", () => {
  const open = $("outbox").hidden;
  $("outbox").hidden = !open;
  $("outbox-button").setAttribute("aria-expanded", String(open));
  look();
});

function look() {
  if (!$("outbox").hidden) chat.wire.ask("outbox").catch(() => {});
}
setInterval(look, EVERY);

function drawOutbox({ parcels }) {
  const some = parcels.length === 1 ? "One thing waits" : `${parcels.length} things wait`;
  $("outbox-says").textContent = parcels.length
    ? `${some} to be delivered. To whom is sealed.`
    : "Nothing waits to be delivered.";
  $("parcels").replaceChildren(...parcels.map((parcel) => make("li", {},
    make("strong", {}, parcel.what),
    parcel.room ? make("span", {}, `to #${parcel.room}`) : null,
    parcel.since ? make("time", { datetime: parcel.since }, dayAndClock(new Date(parcel.since))) : null)));
}

// --- what is told

let saying = 0;
function say(text) {
  $("lost").textContent = text;
  $("lost").hidden = false;
  clearTimeout(saying);
  saying = setTimeout(() => { $("lost").hidden = true; }, 6000);
}

const paneOf = (id) => panes.find((pane) => pane.person.id === id);
const on = (kind, act) => chat.wire.addEventListener(kind, ({ detail }) => act(detail));

on("welcome", async (told) => {
  const first = chat.people.size === 0;
  chat.people = new Map(told.people.map((person) => [person.id, person]));
  chat.commands = told.commands;
  chat.menu = told.menu;
  chat.groups = told.groups;
  $("course").textContent = told.course;
  setClock(told.now);
  $("lost").hidden = true;
  if (first) show(wanted());
  else for (const pane of panes) chat.wire.ask("see", { person: pane.person.id });
});
on("view", (told) => { sights.get(told.person)?.view(told); paneOf(told.person)?.draw(); });
on("earlier", (told) => sights.get(told.person)?.earlier(told));
on("message", (told) => {
  const isNew = sights.get(told.person)?.take(told.message) ?? false;
  paneOf(told.person)?.take(told.message, isNew);
});
on("form", (told) => {
  const sight = sights.get(told.person);
  if (sight) sight.form = told;
  paneOf(told.person)?.showForm(told);
});
on("form-closed", (told) => {
  const sight = sights.get(told.person);
  if (sight?.form?.id === told.id) sight.form = null;
  paneOf(told.person)?.closeForm();
});
on("clock", (told) => setClock(told.now));
on("outbox", drawOutbox);
chat.wire.addEventListener("lost", () => {
  clearTimeout(saying);
  $("lost").textContent = "The connection is gone. Trying again…";
  $("lost").hidden = false;
});
window.addEventListener("hashchange", () => show(wanted()));
chat.wire.connect();
