// One socket: the whole state first, then changes. A lost connection comes back by itself with the whole state.

export class Connection extends EventTarget {
  #socket = null;
  #waiting = new Map();
  #number = 0;
  #pause = 250;

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.#socket = new WebSocket(`${scheme}://${location.host}/control/ws`);
    this.#socket.addEventListener("message", (event) => this.#hear(JSON.parse(event.data)));
    this.#socket.addEventListener("close", () => this.#again());
  }

  #hear(news) {
    if (news.type === "done") {
      this.#waiting.get(news.id)?.(news);
      this.#waiting.delete(news.id);
      return;
    }
    if (news.type === "state") {
      this.#pause = 250;
      this.#tell("up");
    }
    this.#tell(news.type, news);
  }

  #again() {
    for (const done of this.#waiting.values()) done({ ok: false, error: "connection lost" });
    this.#waiting.clear();
    this.#tell("down");
    setTimeout(() => this.open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, 4000);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  // Ask for an action; resolves to {ok, result | error} and never rejects.
  ask(action, parameters = {}) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return Promise.resolve({ ok: false, error: "no connection" });
    const id = ++this.#number;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ ...parameters, do: action, id }));
    });
  }
}
