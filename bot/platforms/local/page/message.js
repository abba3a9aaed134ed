// A message as it stands in the conversation.

import { avatar, clock, make } from "./dom.js";

const LINK = /https?:\/\/[^\s<>"')\]]+[^\s<>"')\].,;:!?]/g;

function linked(text) {
  const found = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    found.push(text.slice(done, match.index));
    // The whole address is shown, so that nobody is led elsewhere than it says.
    const away = { href: match[0], target: "_blank", rel: "noopener noreferrer nofollow" };
    found.push(make("a", away, match[0]));
    done = match.index + match[0].length;
  }
  return [...found, text.slice(done)].filter((piece) => piece !== "");
}

function run({ text, marks }) {
  if (marks.includes("code")) return make("code", {}, text);
  let pieces = linked(text);
  if (marks.includes("em")) pieces = [make("em", {}, pieces)];
  if (marks.includes("strong")) pieces = [make("strong", {}, pieces)];
  return pieces;
}

function rich(stretches) {
  return stretches.map((stretch) =>
    stretch.runs
      ? make("p", { dir: "auto" }, stretch.runs.flatMap(run))
      : make("pre", { tabindex: "0", "aria-label": "Code" }, make("code", {}, stretch.code.replace(/\n$/, ""))));
}

function named(block) {
  const pieces = [];
  let done = 0;
  for (const [start, end] of block.names) {
    pieces.push(block.text.slice(done, start));
    pieces.push(make("span", { class: "name" }, block.text.slice(start, end)));
    done = end;
  }
  return [...pieces, block.text.slice(done)].filter((piece) => piece !== "");
}

function button(shown, press) {
  return make("button", { type: "button", class: `key ${shown.style}`, "data-button": shown.id,
    onclick: (event) => press(shown, event.currentTarget) }, shown.label);
}

function block(shown, press) {
  switch (shown.type) {
    case "heading": return make("h3", {}, shown.text);
    case "said": return make("div", { class: "said" }, rich(shown.rich));
    case "fine": return make("p", { class: "fine" }, shown.text);
    case "item": return make("div", { class: "item" }, make("p", {}, shown.text),
      button(shown.button, press));
    default: return make("p", { class: "line" }, named(shown));
  }
}

function file(shown) {
  if (shown.media_type.startsWith("image/")) {
    return make("a", { class: "picture", href: shown.url, target: "_blank", rel: "noopener" },
      make("img", { src: shown.url, alt: shown.alt || `${shown.name}, not described`, loading: "lazy" }));
  }
  return make("a", { class: "file", href: shown.url, download: shown.name }, shown.name);
}

export function content(message, press) {
  const bot = message.author === null;
  return make("div", { class: bot ? "body bot" : "body" },
    message.blocks.map((one) => block(one, press)),
    message.files.length ? make("div", { class: "files" }, message.files.map(file)) : null,
    message.buttons.length
      ? make("div", { class: "keys" }, message.buttons.map((one) => button(one, press)))
      : null);
}

function botFace() {
  return make("img", { class: "avatar", src: "/page/icon.svg", alt: "" });
}

// What else can be done with a message: its own menu, as chats have it.
function menu(items) {
  const box = make("details", { class: "menu" },
    make("summary", { "aria-label": "More with this message", title: "More with this message" }, "⋯"),
    make("div", { class: "choices" }, items.map((one) => make("button",
      { type: "button", class: "key plain", title: one.says,
        onclick: () => { box.open = false; one.go(box.querySelector("summary")); } }, one.label))));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    box.querySelector("summary").focus();
  });
  return box;
}

export function row(message, people, press, { items = [], thread = "" } = {}) {
  const author = message.author === null ? null : people.get(message.author);
  const at = new Date(message.at);
  const head = make("header", {},
    make("strong", {}, author ? author.name : "Askwell"),
    author ? null : make("span", { class: "badge" }, "app"),
    make("time", { datetime: message.at }, clock(at)),
    message.edited ? make("span", { class: "edited" }, "edited") : null,
    items.length ? menu(items) : null);
  const inside = make("div", { class: "beside" }, head, content(message, press));
  if (thread) inside.prepend(make("p", { class: "only" }, `In the thread of “${thread}”`));
  if (message.only_you) {
    inside.prepend(make("p", { class: "only" }, "Only you can see this"));
  }
  return make("article", { class: message.only_you ? "message only-you" : "message",
    "data-message": message.id, "data-number": message.number,
    "aria-label": `${author ? author.name : "Askwell"}, ${clock(at)}` },
    author ? avatar(author) : botFace(), inside);
}
