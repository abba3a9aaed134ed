// A form in front of a person: a dialog inside that person's side of the page.

import { fresh, make } from "./dom.js";

const MOST_FILES = 10;
const MOST_BYTES = 8 * 1024 * 1024;

function label(id, field) {
  return make("label", { for: id }, field.label,
    field.required ? null : make("span", { class: "optional" }, "optional"));
}

function textField(field) {
  const id = fresh("field");
  const shared = { id, name: field.name, maxlength: field.most, placeholder: field.placeholder, dir: "auto",
    "aria-required": field.required ? "true" : null };
  const box = field.long
    ? make("textarea", { ...shared, rows: 3 })
    : make("input", { ...shared, type: "text", autocomplete: "off" });
  box.value = field.initial;
  return { element: make("div", { class: "field" }, label(id, field), box), box,
    read: (sent) => { sent.fields[field.name] = box.value; } };
}

function choice(field) {
  const id = fresh("field");
  const box = make("select", { id, name: field.name, "aria-required": field.required ? "true" : null },
    field.required && field.initial ? null : make("option", { value: "" }, field.required ? "Choose one" : "Choose if you like"),
    field.options.map((option) => make("option", { value: option.value,
      selected: option.value === field.initial }, option.label)));
  return { element: make("div", { class: "field" }, label(id, field), box), box,
    read: (sent) => { sent.fields[field.name] = box.value; } };
}

function place(field, rooms) {
  const id = fresh("field");
  const box = make("select", { id, name: field.name, "aria-required": field.required ? "true" : null },
    make("option", { value: "" }, "Pick a room"),
    rooms.map((room) => make("option", { value: room }, `# ${room}`)));
  return { element: make("div", { class: "field" }, label(id, field), box), box,
    read: (sent) => { if (box.value) sent.places[field.name] = box.value; } };
}

function person(field, rooms, people) {
  if (field.most > 1) return several(field, people);
  const id = fresh("field");
  const box = make("select", { id, name: field.name, "aria-required": field.required ? "true" : null },
    make("option", { value: "" }, "Pick a person"),
    people.map((one) => make("option", { value: one.id }, one.name)));
  return { element: make("div", { class: "field" }, label(id, field), box), box,
    read: (sent) => { if (box.value) sent.people[field.name] = [box.value]; } };
}

// A list to tick: a select of several wants a key held down, which nobody knows and a phone has not.
function several(field, people) {
  const boxes = people.map((one) => make("input", { type: "checkbox", name: field.name, value: one.id }));
  const element = make("fieldset", { class: "field" },
    make("legend", {}, field.label, field.required ? null : make("span", { class: "optional" }, "optional")),
    make("div", { class: "ticks" },
      people.map((one, index) => make("label", { class: "tick" }, boxes[index], one.name))));
  return { element, box: boxes[0],
    problem: () => (boxes.filter((box) => box.checked).length > field.most
      ? `Pick at most ${field.most}.` : ""),
    read: (sent) => {
      const picked = boxes.filter((box) => box.checked).map((box) => box.value);
      if (picked.length) sent.people[field.name] = picked;
    } };
}

function group(field, _rooms, _people, groups) {
  const id = fresh("field");
  const box = make("select", { id, name: field.name },
    make("option", { value: "" }, "No group"),
    groups.map((one) => make("option", { value: one }, `@${one}`)));
  return { element: make("div", { class: "field" }, label(id, field), box), box,
    read: (sent) => { if (box.value) sent.groups[field.name] = box.value; } };
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768) {
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  return btoa(text);
}

function files(field) {
  const id = fresh("field");
  const list = make("ul", { class: "added" });
  const box = make("input", { id, type: "file", multiple: field.most > 1 });
  let chosen = [];
  const show = () => list.replaceChildren(...chosen.map((file, index) =>
    make("li", {}, make("span", {}, file.name), make("span", { class: "size" }, size(file.size)),
      make("button", { type: "button", class: "key plain", "aria-label": `Take ${file.name} out`,
        onclick: () => { chosen.splice(index, 1); show(); box.focus(); } }, "Take out"))));
  box.addEventListener("change", () => {
    chosen = [...chosen, ...box.files];
    box.value = "";
    show();
  });
  return { element: make("div", { class: "field" }, label(id, { ...field, required: true }), box, list),
    box,
    problem: () => {
      const most = Math.min(field.most, MOST_FILES);
      if (chosen.length > most) return `Add at most ${most} files.`;
      const big = chosen.find((file) => file.size > MOST_BYTES);
      return big ? `${big.name} is over 8 MB.` : "";
    },
    read: async (sent) => {
      for (const file of chosen) sent.files.push({ name: file.name, content: await base64(file) });
    } };
}

function advice(field) {
  return { element: make("p", { class: "advice" }, field.text), read: () => {} };
}

const KINDS = { text: textField, choice, "pick-place": place, "pick-person": person, "pick-group": group,
  files, advice };

export function dialog(told, rooms, people, groups, { submit, dismiss }) {
  const heading = fresh("form");
  const made = new Map();
  const fields = told.form.fields.map((field) => {
    const one = KINDS[field.type](field, rooms, people, groups);
    made.set(field.name, one);
    return one;
  });
  const problem = make("p", { class: "problem", role: "alert" });
  const send = make("button", { type: "submit", class: "key primary" }, told.form.submit);
  const form = make("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); go(); } },
    problem, fields.map((one) => one.element),
    make("div", { class: "keys" }, send,
      make("button", { type: "button", class: "key plain", onclick: dismiss }, "Cancel")));
  const element = make("div", { class: "cover" },
    make("div", { class: "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": heading,
      "data-form": told.id },
    make("h2", { id: heading }, told.form.title), form));

  function clear() {
    problem.textContent = "";
    for (const { box } of made.values()) {
      box?.removeAttribute("aria-invalid");
      box?.removeAttribute("aria-describedby");
    }
    element.querySelectorAll(".wrong").forEach((one) => one.remove());
  }

  function wrong(text, name) {
    const box = made.get(name)?.box;
    if (!box) { problem.textContent = text; return; }
    const id = fresh("wrong");
    (box.closest(".ticks") ?? box).after(make("p", { class: "wrong", id, role: "alert" }, text));
    box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-describedby", id);
    box.focus();
  }

  async function go() {
    clear();
    for (const [name, one] of made) {
      const text = one.problem?.();
      if (text) { wrong(text, name); return; }
    }
    const sent = { form: told.id, room: told.room, fields: {}, people: {}, places: {}, groups: {}, files: [] };
    send.disabled = true;
    try {
      for (const one of fields) await one.read(sent);
      await submit(sent);
    } catch (refused) {
      wrong(refused.text ?? "That file could not be read.", refused.field);
    } finally {
      send.disabled = false;
    }
  }

  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); dismiss(); return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); go(); return; }
    if (event.key !== "Tab") return;
    const stops = [...element.querySelectorAll("input, textarea, select, button")]
      .filter((one) => !one.disabled);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === edge) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  });

  return { element, focus: () => (fields.find((one) => one.box)?.box ?? send).focus() };
}
