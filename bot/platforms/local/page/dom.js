// Elements are made one by one and text is put in as text: nothing is ever parsed as markup.

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

let count = 0;
export const fresh = (stem) => `${stem}-${++count}`;

let clearing = 0;
export function speak(text) {
  const spoken = document.getElementById("spoken");
  spoken.textContent = "";
  clearTimeout(clearing);
  clearing = setTimeout(() => { spoken.textContent = text; }, 50);
}

const HUES = 8;
export function avatar(person) {
  let sum = 0;
  for (const letter of person.id) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  const initials = person.name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  return make("span", { class: `avatar hue-${sum % HUES}`, "aria-hidden": "true" }, initials);
}

const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const SHORT = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
export const day = (date) => DAY.format(date);
export const clock = (date) => TIME.format(date);
export const dayAndClock = (date) => `${SHORT.format(date)}, ${TIME.format(date)}`;
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
export const weekdayAndClock = (date) => `${WEEKDAY.format(date)} ${TIME.format(date)}`;
