// Where a person writes: the text field, the commands, and everything else that can be sent.

import { h, iconButton, openMenu } from "./elements.js";
import { words } from "./words.js";

let kinds = null; // asked for once, when somebody first wants to see them

export class Composer {
  constructor(view) {
    Object.assign(this, { view, replyTo: null, editing: null });
    this.about = h("div", { class: "about", hidden: true });
    this.field = h("textarea", { rows: 1, "aria-label": words.write, placeholder: words.write,
      onkeydown: (event) => this.#key(event), oninput: () => this.#grow() });
    this.commands = h("div", { popover: "auto", class: "menu", role: "group", "aria-label": words.menu });
    this.others = h("div", { popover: "auto", class: "menu long", role: "group", "aria-label": words.kinds });
    this.slash = iconButton(words.menu, "☰", () => openMenu(this.commands, this.slash));
    this.clip = iconButton(words.kinds, "+", () => this.#offerKinds());
    this.form = h("form", { onsubmit: (event) => { event.preventDefault(); this.#send(); } },
      this.slash, this.clip, this.field, h("button", { class: "send", "aria-label": words.send, title: words.send }, "➤"));
    this.begin = h("button", { type: "button", class: "begin" });
    this.element = h("footer", {}, this.about, this.form, this.begin, this.commands, this.others);
  }

  draw(chat, person, bot) {
    const silent = person.deactivated || chat.blocked || (chat.type === "private" && !chat.started);
    this.form.hidden = silent;
    this.begin.hidden = !silent;
    this.begin.disabled = person.deactivated;
    this.begin.textContent = person.deactivated ? words.gone : chat.blocked ? words.unblock : words.start;
    this.begin.onclick = () => this.view.act(chat.blocked ? "unblock" : "start");
    this.field.placeholder = chat.placeholder ?? words.write;
    const commands = bot?.commands[person.language] ?? bot?.commands[""] ?? [];
    this.slash.hidden = !commands.length;
    this.commands.replaceChildren(...commands.map((command) => h("button", { type: "button", onclick: () => {
      this.commands.hidePopover();
      this.view.act("send", { text: `/${command.command}` });
    } }, h("b", {}, `/${command.command}`), h("small", {}, command.description))));
  }

  reply(message) {
    Object.assign(this, { replyTo: message.id, editing: null });
    this.#tellAbout(words.replying, message);
  }

  edit(message) {
    Object.assign(this, { editing: message.id, replyTo: null });
    this.field.value = message.text;
    this.#tellAbout(words.editing, message);
  }

  #tellAbout(what, message) {
    this.about.hidden = false;
    this.about.replaceChildren(h("span", {}, h("b", {}, what), " ", message.text || message.kind), iconButton(words.cancel, "✕", () => this.#forget()));
    this.field.focus();
    this.#grow();
  }

  #forget() {
    if (this.editing) this.field.value = "";
    Object.assign(this, { editing: null, replyTo: null });
    this.about.hidden = true;
    this.#grow();
  }

  #key(event) {
    if (event.key === "Escape") this.#forget();
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    }
  }

  async #send() {
    const text = this.field.value.trim();
    if (!text) return;
    const { editing, replyTo } = this;
    this.field.value = "";
    this.#forget();
    const answer = editing
      ? await this.view.act("edit", { message: editing, text })
      : await this.view.act("send", { text, reply_to: replyTo });
    if (!answer.ok) this.field.value = text;
    this.field.focus();
  }

  async #offerKinds() {
    kinds ??= (await this.view.connection.ask("kinds")).result ?? null;
    this.others.replaceChildren(...(kinds ?? []).map((kind) => h("button", { type: "button", onclick: () => {
      this.others.hidePopover();
      this.view.act("send_kind", { kind, reply_to: this.replyTo });
      this.#forget();
    } }, kind.replaceAll("_", " "))));
    openMenu(this.others, this.clip);
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
  }
}
