// One phone: a person, the chat that is open, and what can be done there.

import { Composer } from "./composer.js";
import { h, iconButton, openMenu } from "./elements.js";
import { keyboardElement, messageElement } from "./message.js";
import { words } from "./words.js";
import { phoneKey } from "./world.js";

export class PhoneView {
  constructor(person, world, connection) {
    Object.assign(this, { personId: person, world, connection, shown: null, drawn: new Map() });
    this.title = h("h2", {});
    this.subtitle = h("p", { class: "subtitle" });
    this.avatar = h("span", { class: "avatar", "aria-hidden": "true" });
    this.chats = h("select", { class: "chats", "aria-label": words.chat, onchange: () => this.show(this.chats.value) });
    this.list = h("ol", {});
    this.log = h("div", { class: "log", role: "log", "aria-label": words.messages, tabindex: 0 }, this.list);
    this.#stayAtEnd();
    this.keys = h("div", { class: "tray" });
    this.toasts = h("div", { class: "toasts", role: "status" });
    this.alert = h("dialog", { class: "alert", onclose: () => this.#do("close_alert") });
    this.composer = new Composer(this);
    this.element = h("section", { class: "phone", tabindex: -1 },
      h("header", {}, this.avatar, h("div", { class: "who" }, this.title, this.subtitle), this.chats, this.#actions()),
      this.log, this.toasts, this.alert, this.keys, this.composer.element);
  }

  get phone() {
    const phones = this.world.phonesOf(this.personId);
    return phones.find((phone) => phoneKey(phone) === this.shown) ?? phones[0];
  }

  get chat() {
    return this.world.chats.get(this.phone?.chat);
  }

  show(key) {
    this.shown = key;
    this.drawn.clear();
    this.list.replaceChildren();
    this.draw();
  }

  // Ask for something in the name of this person in this chat.
  async act(action, parameters = {}) {
    const chat = this.chat;
    const answer = await this.connection.ask(action, { person: this.personId, bot: chat.bots[0], chat: chat.id, ...parameters });
    if (!answer.ok) this.toast(answer.error);
    return answer;
  }

  #do(action) {
    return this.act(action);
  }

  #actions() {
    const item = (label, action) => h("button", { type: "button", onclick: () => { this.menu.hidePopover(); this.act(action); } }, label);
    this.menu = h("div", { popover: "auto", class: "menu", role: "group", "aria-label": words.more },
      item(words.clear, "clear"), item(words.block, "block"), item(words.unblock, "unblock"), item(words.remove, "deactivate"));
    const open = iconButton(words.more, "⋯", () => openMenu(this.menu, open));
    return h("div", { class: "actions" }, open, this.menu);
  }

  draw() {
    const { phone, chat } = this;
    const person = this.world.people.get(this.personId);
    if (!phone || !chat || !person) return;
    const bot = this.world.bots.get(chat.bots[0]);
    this.element.setAttribute("aria-label", person.name);
    this.title.textContent = person.name;
    this.avatar.textContent = [...person.name][0] ?? "";
    this.avatar.style.setProperty("--hue", String((person.id * 47) % 360));
    const name = chat.title ?? bot?.name ?? "";
    this.subtitle.textContent = person.deactivated ? words.gone : chat.blocked ? words.blocked : chat.action ? `${name} ${words.typing}` : name;
    this.#drawChats();
    this.#drawLog();
    this.#drawAlert();
    this.keys.replaceChildren(...[keyboardElement(chat.keyboard, "reply", (row, column) => this.act("press", { row, column, wait: false }))].filter(Boolean));
    this.composer.draw(chat, person, bot);
    this.follow();
  }

  #drawChats() {
    const phones = this.world.phonesOf(this.personId);
    this.chats.hidden = phones.length < 2;
    const keys = phones.map(phoneKey).join();
    if (this.chats.dataset.keys !== keys) {
      this.chats.dataset.keys = keys;
      this.chats.replaceChildren(...phones.map((phone) => {
        const chat = this.world.chats.get(phone.chat);
        return h("option", { value: phoneKey(phone) }, chat.title ?? this.world.bots.get(chat.bots[0])?.name ?? phone.chat);
      }));
    }
    this.chats.value = phoneKey(this.phone);
  }

  // Only messages that changed are made anew: the rest keep focus and place.
  #drawLog() {
    const messages = this.world.visible(this.phone);
    const visible = new Set(messages.map((message) => message.id));
    for (const [id, drawn] of this.drawn) {
      if (!visible.has(id)) {
        drawn.element.remove();
        this.drawn.delete(id);
      }
    }
    for (const message of messages) {
      const drawn = this.drawn.get(message.id);
      if (drawn?.event === message.event) continue;
      const element = messageElement(message, message.from === this.personId, this.chat.type !== "private", this.#does(message));
      if (drawn) drawn.element.replaceWith(element);
      else this.list.append(element);
      this.drawn.set(message.id, { event: message.event, element });
    }
    this.log.classList.toggle("empty", !messages.length);
    this.log.dataset.empty = words.empty;
  }

  // Whoever reads the newest keeps reading the newest, also when a picture loads or a keyboard opens.
  #stayAtEnd() {
    this.atEnd = true;
    this.follow = () => { if (this.atEnd) this.log.scrollTop = this.log.scrollHeight; };
    this.log.addEventListener("scroll", () => {
      this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    }, { passive: true });
    this.log.addEventListener("load", this.follow, true);
    new ResizeObserver(this.follow).observe(this.log);
  }

  #does(message) {
    return {
      press: async (row, column, key) => {
        key.setAttribute("aria-busy", "true");
        await this.act("press", { message: message.id, row, column, timeout: 20 });
        key.removeAttribute("aria-busy");
      },
      command: (text) => this.act("send", { text }),
      reply: () => this.composer.reply(message),
      edit: () => this.composer.edit(message),
      react: () => this.act("react", { message: message.id, emoji: ["❤"] }),
      erase: () => this.act("delete", { message: message.id }),
    };
  }

  #drawAlert() {
    const [text] = this.phone.alerts;
    if (text === undefined || this.alert.open) return;
    this.alert.replaceChildren(h("form", { method: "dialog" }, h("p", {}, text), h("button", { autofocus: true }, words.close)));
    this.alert.show();
  }

  toast(text) {
    const toast = h("p", {}, text);
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), 4000);
  }
}
