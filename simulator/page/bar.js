// The strip above the phones: the clock, and a place to add people.

import { h } from "./elements.js";
import { locale, words } from "./words.js";

export class Bar {
  constructor(element, connection, world) {
    this.world = world;
    this.clock = h("time", {});
    const name = h("input", { name: "name", required: true, maxlength: 64, placeholder: words.name, "aria-label": words.name });
    const language = h("select", { name: "language", "aria-label": words.language },
      ["ru", "kk", "en"].map((code) => h("option", { value: code }, code)));
    const form = h("form", { class: "new-person", "aria-label": words.addPerson, onsubmit: async (event) => {
      event.preventDefault();
      const asked = { first_name: name.value.trim(), language_code: language.value };
      if (asked.first_name && (await connection.ask("add_person", asked)).ok) name.value = "";
    } }, name, language, h("button", {}, words.add));
    const shift = (label, seconds) =>
      h("button", { type: "button", onclick: () => connection.ask("shift_clock", { seconds }) }, label);
    element.append(
      h("h1", {}, words.phones),
      h("div", { class: "clock", role: "group", "aria-label": words.clock }, this.clock,
        shift(words.hour, 3600), shift(words.day, 86400)),
      form,
    );
    setInterval(() => this.draw(), 1000);
  }

  draw() {
    if (this.world.offset === undefined) return;
    const now = new Date(Date.now() + this.world.offset);
    this.clock.dateTime = now.toISOString();
    this.clock.textContent = now.toLocaleString(locale, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  }
}
