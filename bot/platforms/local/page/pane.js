// One person's side of the page: rooms, the conversation, the composer, a form when one is open.

import { avatar, day, fresh, make, speak } from "./dom.js";
import { dialog } from "./form.js";
import { row } from "./message.js";

const NEAR = 120;

export class Pane {
  #chat;
  #sight;
  #room;
  #cover = null;
  #opener = null;
  #stuck = true;
  #scrolled = new Map();
  #drafts = new Map();
  #thread = null;

  constructor(chat, sight) {
    this.#chat = chat;
    this.#sight = sight;
    // The room with the fewest people is where somebody works: staff begin among staff.
    this.#room = sight.rooms().at(-1) ?? "";
    this.#build();
    this.draw();
    if (sight.form) this.showForm(sight.form);
  }

  get person() { return this.#sight.person; }

  #build() {
    const heading = fresh("pane");
    const picker = fresh("person");
    this.picker = make("select", { id: picker, onchange: () => this.#chat.swap(this, this.picker.value) },
      [...this.#chat.people.values()].map((person) => make("option",
        { value: person.id, selected: person.id === this.person.id },
        `${person.name} · ${person.title}`)));
    this.nav = make("nav", { class: "places", "aria-label": `Rooms and direct messages of ${this.person.name}` });
    this.pins = make("div", { class: "pins" });
    this.log = make("div", { class: "log", role: "log", tabindex: "0",
      onscroll: () => { this.#stuck = this.#near; } });
    // Pictures and fonts that come later must not push the newest message out of sight.
    const stay = () => { if (this.#stuck) this.log.scrollTop = this.log.scrollHeight; };
    new ResizeObserver(stay).observe(this.log);
    this.log.addEventListener("load", stay, true);
    document.fonts.ready.then(stay);
    this.slashes = make("div", { class: "slashes", hidden: true });
    const box = fresh("box");
    this.hint = make("p", { class: "hint", id: fresh("hint") });
    this.label = make("label", { for: box, class: "unseen" });
    this.box = make("textarea", { id: box, rows: 1, maxlength: 4000, dir: "auto", "aria-describedby": this.hint.id,
      onkeydown: (event) => this.#typed(event), oninput: () => this.#offer() });
    this.leave = make("button", { type: "button", class: "key quiet", hidden: true,
      onclick: () => { this.#thread = null; this.#sayWhere(); this.box.focus(); } }, "Leave the thread");
    this.inside = make("div", { class: "inside" },
      make("header", { class: "who" },
        avatar(this.person),
        make("h2", { id: heading, class: "unseen" }, `${this.person.name}’s chat`),
        make("div", { class: "picker" }, make("label", { for: picker }, "You are"), this.picker)),
      this.nav, this.pins, this.log,
      make("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.#send(); } },
        this.slashes, this.label,
        make("div", { class: "row" }, this.box,
          make("button", { type: "submit", class: "key primary" }, "Send")),
        this.hint, this.leave));
    this.element = make("section", { class: "pane", "aria-labelledby": heading,
      "data-person": this.person.id }, this.inside);
  }

  // --- drawing

  draw() {
    if (!this.#sight.places.has(this.#room)) this.#room = this.#sight.rooms().at(-1) ?? "";
    const place = this.#sight.places.get(this.#room);
    if (!place) return;
    place.unread = 0;
    this.#drawPlaces();
    this.#drawPins(place);
    const where = this.#room === "" ? "direct messages" : `# ${this.#room}`;
    this.log.setAttribute("aria-label", `Messages in ${where}`);
    this.label.textContent = this.#room === "" ? "Write to Askwell" : `Write in # ${this.#room}`;
    this.box.placeholder = "Write, or / for commands";
    this.#sayWhere();
    this.#drawLog(place);
  }

  #sayWhere() {
    const everybody = `Everybody in #${this.#room} sees it, with your name.`;
    this.leave.hidden = this.#thread === null;
    this.hint.textContent = this.#room === ""
      ? "The chat keeps this under your name; Askwell does not read it."
      : this.#thread === null ? everybody
        : `In the thread of “${this.#firstWords(this.#thread)}”. ${everybody}`;
  }

  #firstWords(id) {
    const found = this.#sight.places.get(this.#room)?.messages.get(id);
    const text = found?.blocks[0]?.text ?? "an earlier message";
    return text.length > 40 ? `${text.slice(0, 39)}…` : text;
  }

  #drawPlaces() {
    this.nav.replaceChildren(...[...this.#sight.places].map(([room, place]) =>
      make("button", { type: "button", class: "place", "data-room": room,
        "aria-current": room === this.#room ? "true" : null, onclick: () => this.go(room) },
      room === "" ? "Askwell" : [make("span", { class: "hash", "aria-hidden": "true" }, "#"), room],
      place.unread
        ? make("span", { class: "unread" }, String(place.unread), make("span", { class: "unseen" }, " new"))
        : null)));
  }

  #drawPins(place) {
    this.pins.replaceChildren(...[...place.pinned.values()].map((message) =>
      make("div", { class: "pin", role: "group", "aria-label": "Pinned" },
        make("p", {}, message.blocks[0].text),
        message.buttons.map((shown) => make("button", { type: "button", class: `key ${shown.style}`,
          onclick: (event) => this.#press(message, shown, event.currentTarget) }, shown.label)))));
  }

  #drawLog(place) {
    const rows = [];
    let last = "";
    if (place.more) {
      rows.push(make("button", { type: "button", class: "key quiet earlier",
        onclick: () => this.#earlier(place) }, "Earlier messages"));
    }
    for (const message of place.messages.values()) {
      const today = day(new Date(message.at));
      if (today !== last) rows.push(make("p", { class: "day" }, make("span", {}, today)));
      last = today;
      rows.push(this.#row(message));
    }
    if (place.messages.size === 0) {
      rows.push(make("p", { class: "empty" }, this.#room === ""
        ? "Nothing yet. What Askwell has to tell you later comes here, as one line and a button."
        : `Nothing has been said in #${this.#room} yet.`));
    }
    // What is drawn again is no news: a live region would read all of it aloud.
    this.log.setAttribute("aria-live", "off");
    this.log.replaceChildren(...rows);
    this.#fade();
    this.log.scrollTop = this.#scrolled.get(this.#room) ?? this.log.scrollHeight;
    this.#stuck = this.#near;
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  // What Askwell said last is where to go on; what it said before steps back.
  #fade() {
    const answers = [...this.log.querySelectorAll(".only-you")];
    for (const one of answers) one.classList.toggle("past", one !== answers.at(-1));
  }

  #row(message) {
    return row(message, this.#chat.people, (shown, at) => this.#press(message, shown, at), {
      items: message.only_you || message.room === null ? [] : this.#items(message),
      thread: message.thread === null ? "" : this.#firstWords(message.thread),
    });
  }

  #items(message) {
    return [
      { label: "Reply in thread", says: "Write under this message, with your name", go: () => {
        this.#thread = message.thread ?? message.id;
        this.#sayWhere();
        this.box.focus();
      } },
      ...this.#chat.menu.map((one) => ({ ...one, go: (at) => this.#take(message, one, at) })),
    ];
  }

  async #take(message, shortcut, at) {
    this.#opener = at;
    const before = this.#newestAnswer();
    await this.#act("shortcut", { message: message.id, shortcut: shortcut.name });
    this.#goToAnswer(before);
  }

  get #near() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  // --- news

  take(message, isNew) {
    const place = this.#sight.places.get(message.room ?? "");
    if ((message.room ?? "") !== this.#room) {
      if (isNew) place.unread += 1;
      this.#drawPlaces();
      return;
    }
    if (message.pinned) this.#drawPins(place);
    if (!isNew) {
      const old = this.log.querySelector(`[data-message="${message.id}"]`);
      if (!old) return;
      const held = old.contains(document.activeElement) && document.activeElement.dataset.button;
      const drawn = this.#row(message);
      old.replaceWith(drawn);
      if (held) (drawn.querySelector(`[data-button="${CSS.escape(held)}"]`) ?? this.log).focus();
      return;
    }
    const near = this.#near || message.only_you;
    this.log.querySelector(".empty")?.remove();
    const today = day(new Date(message.at));
    const days = this.log.querySelectorAll(".day");
    if (days.length === 0 || days[days.length - 1].textContent !== today) {
      this.log.append(make("p", { class: "day" }, make("span", {}, today)));
    }
    this.log.append(this.#row(message));
    if (message.only_you) this.#fade();
    if (near) this.log.scrollTop = this.log.scrollHeight;
  }

  go(room) {
    this.#scrolled.delete(this.#room);
    if (!this.#near) this.#scrolled.set(this.#room, this.log.scrollTop);
    this.#drafts.set(this.#room, this.box.value);
    this.#room = room;
    this.#thread = null;
    this.box.value = this.#drafts.get(room) ?? "";
    this.#offer();
    this.draw();
    this.nav.querySelector("[aria-current]")?.focus();
  }

  async #earlier(place) {
    const oldest = [...place.messages.values()].find((message) => !message.only_you);
    const below = this.log.scrollHeight;
    await this.#try(() => this.#chat.wire.ask("earlier",
      { person: this.person.id, room: place.id, before: oldest.number }));
    this.draw();
    this.log.scrollTop = this.log.scrollHeight - below;
    this.log.focus();
  }

  // --- acts

  // What this person last did is delivered a second time, as platforms do when they are unsure.
  again() {
    return this.#act("again", {});
  }

  async #try(act) {
    this.log.querySelector(".note")?.remove();
    try {
      await act();
      return true;
    } catch (refused) {
      this.log.append(make("p", { class: "note", role: "alert" }, refused.text));
      this.log.scrollTop = this.log.scrollHeight;
      return false;
    }
  }

  #act(kind, fields) {
    return this.#try(() => this.#chat.wire.ask(kind, { person: this.person.id, ...fields }));
  }

  async #press(message, shown, at) {
    if (at.getAttribute("aria-disabled")) return;
    this.#opener = at;
    at.setAttribute("aria-disabled", "true");
    const before = this.#newestAnswer();
    await this.#act("press", { message: message.id, button: shown.id, room: message.room });
    at.removeAttribute("aria-disabled");
    this.#goToAnswer(before);
  }

  #newestAnswer() {
    return [...this.log.querySelectorAll(".only-you")].at(-1);
  }

  // After a press or a form the answer is where to go on, by keyboard too.
  #goToAnswer(before) {
    const answer = this.#newestAnswer();
    if (!answer || answer === before || this.#cover) return;
    answer.setAttribute("tabindex", "-1");
    answer.focus({ preventScroll: true });
    answer.scrollIntoView({ block: answer.clientHeight > this.log.clientHeight ? "start" : "end" });
  }

  async #send() {
    const text = this.box.value.trim();
    if (!text) return;
    const room = this.#room === "" ? null : this.#room;
    const slash = /^\/([\w-]+)\s*([\s\S]*)$/.exec(text);
    let sent;
    this.#opener = this.box;
    if (slash) sent = await this.#act("command", { room, name: slash[1], text: slash[2] });
    else if (room === null) sent = await this.#act("direct", { text });
    else sent = await this.#act("say", { room, text, thread: this.#thread });
    if (sent) { this.box.value = ""; this.#offer(); }
  }

  #typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "ArrowUp" && !this.slashes.hidden) {
      event.preventDefault();
      this.slashes.querySelector("button:last-child")?.focus();
    } else if (event.key === "Tab" && !event.shiftKey && !this.slashes.hidden) {
      event.preventDefault();
      this.slashes.querySelector("button").click();
    }
  }

  #offer() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 180)}px`;
    const typed = /^\/([\w-]*)$/.exec(this.box.value);
    const fits = typed ? this.#chat.commands.filter((one) => one.name.startsWith(typed[1])) : [];
    if (fits.length && this.slashes.hidden) speak(`${fits.length} commands: press Tab to take the first, arrow up to choose.`);
    this.slashes.hidden = fits.length === 0;
    this.slashes.replaceChildren(...fits.map((one) => make("button", { type: "button",
      onclick: () => { this.box.value = `/${one.name} `; this.#offer(); this.box.focus(); } },
    make("strong", {}, `/${one.name}`), make("span", {}, one.says))));
  }

  // --- forms

  showForm(told) {
    this.closeForm(false);
    const close = () => this.#chat.wire.ask("dismiss", { person: this.person.id, form: told.id })
      .catch(() => this.closeForm());
    const before = this.#newestAnswer();
    this.#cover = dialog(told, this.#sight.rooms(), [...this.#chat.people.values()], this.#chat.groups, {
      dismiss: close,
      submit: async (sent) => {
        await this.#chat.wire.ask("submit", { person: this.person.id, ...sent });
        this.#goToAnswer(before);
      },
    });
    this.inside.inert = true;
    this.element.append(this.#cover.element);
    this.#cover.focus();
  }

  closeForm(returns = true) {
    if (!this.#cover) return;
    const held = this.#cover.element.contains(document.activeElement);
    this.#cover.element.remove();
    this.#cover = null;
    this.inside.inert = false;
    if (returns && held) (this.#opener?.isConnected ? this.#opener : this.log).focus();
  }
}
