// What one person sees: rooms and direct messages, each with its messages in order.

const key = (room) => room ?? "";

export class Sight {
  constructor(person) {
    this.person = person;
    this.places = new Map();
    this.form = null;
  }

  // All there is, told anew. What only this person saw is in no memory but this page's: it stays
  // when the connection was lost for a while, and goes when the page is loaded again.
  view(told) {
    const before = this.places;
    this.places = new Map();
    const rooms = told.places.filter((place) => place.id !== null);
    for (const place of [...rooms, ...told.places.filter((one) => one.id === null)]) {
      const messages = new Map();
      const kept = [...(before.get(key(place.id))?.messages.values() ?? [])]
        .filter((message) => message.only_you);
      for (const message of [...place.messages, ...kept].sort((a, b) => a.number - b.number)) {
        messages.set(message.id, message);
      }
      this.places.set(key(place.id), { id: place.id, purpose: place.purpose, members: place.members,
        messages, more: place.more, unread: 0,
        pinned: new Map(place.pinned.map((message) => [message.id, message])) });
    }
  }

  take(message) {
    const place = this.places.get(key(message.room));
    if (!place) return false;
    const fresh = !place.messages.has(message.id) && !place.pinned.has(message.id);
    if (fresh || place.messages.has(message.id)) place.messages.set(message.id, message);
    if (message.pinned) place.pinned.set(message.id, message);
    return fresh;
  }

  earlier(told) {
    const place = this.places.get(key(told.room));
    const all = [...told.messages, ...place.messages.values()];
    place.messages = new Map(all.map((message) => [message.id, message]));
    place.more = told.more;
  }

  rooms() {
    return [...this.places.keys()].filter((room) => room !== "");
  }
}
