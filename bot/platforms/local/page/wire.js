// The WebSocket: numbered requests whose answers come back as promises, and everything told.

export class Wire extends EventTarget {
  #socket = null;
  #next = 1;
  #waiting = new Map();
  #delay = 500;

  connect() {
    const socket = new WebSocket(`ws://${location.host}/ws`);
    socket.addEventListener("message", ({ data }) => this.#hear(JSON.parse(data)));
    socket.addEventListener("open", () => {
      this.#socket = socket;
      this.#delay = 500;
      this.dispatchEvent(new Event("open"));
    });
    socket.addEventListener("close", () => {
      this.#socket = null;
      for (const { reject } of this.#waiting.values()) {
        reject({ kind: "not-through", text: "The connection was lost. Try again." });
      }
      this.#waiting.clear();
      this.dispatchEvent(new Event("lost"));
      setTimeout(() => this.connect(), this.#delay);
      this.#delay = Math.min(this.#delay * 2, 8000);
    });
  }

  ask(kind, fields = {}) {
    if (this.#socket === null) {
      return Promise.reject({ kind: "not-through", text: "There is no connection. Try again." });
    }
    const id = this.#next++;
    this.#socket.send(JSON.stringify({ kind, id, ...fields }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #hear(told) {
    if (told.kind === "ack" || told.kind === "refused" || told.kind === "not-through") {
      const waiting = this.#waiting.get(told.id);
      this.#waiting.delete(told.id);
      if (told.kind === "ack") waiting?.resolve(told);
      else waiting?.reject(told);
      return;
    }
    this.dispatchEvent(new CustomEvent(told.kind, { detail: told }));
  }
}
