// One message as a bubble.

import { h } from "./elements.js";
import { locale, words } from "./words.js";

const ICONS = {
  photo: "🖼", video: "🎬", animation: "🎞", audio: "🎵", document: "📄", voice: "🎤", video_note: "⏺", sticker: "🙂",
  contact: "👤", location: "📍", venue: "🏛", poll: "📊", dice: "🎲", story: "◎", game: "🎮", paid_media: "⭐",
  checklist: "☑", live_photo: "🖼", invoice: "🧾", gift: "🎁", unique_gift: "🎁", pinned_message: "📌",
};

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "blockquote", spoiler: "span", text_link: "a", url: "a", email: "a", phone_number: "a",
  bot_command: "button", mention: "span", text_mention: "span", hashtag: "span", custom_emoji: "span", date_time: "span",
};

// Words with their entities as elements. Offsets are UTF-16 units: the same as JavaScript's.
export function rich(text, entities, onCommand) {
  const marks = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  const build = (from, to, rest) => {
    const nodes = [];
    let at = from;
    while (rest.length && rest[0].offset < to) {
      const mark = rest.shift();
      if (mark.offset < at) continue;
      const end = Math.min(mark.offset + mark.length, to);
      const inner = [];
      while (rest.length && rest[0].offset < end) inner.push(rest.shift());
      nodes.push(text.slice(at, mark.offset), decorated(mark, text.slice(mark.offset, end), build(mark.offset, end, inner), onCommand));
      at = end;
    }
    nodes.push(text.slice(at, to));
    return nodes.filter((node) => node !== "");
  };
  return build(0, text.length, marks);
}

function decorated(mark, plain, inner, onCommand) {
  const tag = TAGS[mark.type] ?? "span";
  if (tag === "button") return h("button", { type: "button", class: "command", onclick: () => onCommand(plain) }, inner);
  if (tag === "a") {
    const prefix = { phone_number: "tel:", email: "mailto:" }[mark.type] ?? "";
    let address = mark.url ?? prefix + (prefix === "tel:" ? plain.replace(/[^+\d]/g, "") : plain);
    if (!prefix && !/^[a-z][a-z0-9+.-]*:/i.test(address)) address = `http://${address}`;
    const safe = /^(https?|tel|mailto|tg):/i.test(address);
    return h("a", { href: safe ? address : null, target: "_blank", rel: "noopener noreferrer" }, inner);
  }
  return h(tag, { class: mark.type === "spoiler" ? "spoiler" : null, tabindex: mark.type === "spoiler" ? 0 : null }, inner);
}

function placeholder(message) {
  const { kind, file } = message;
  if (kind === "text") return null;
  if (kind === "photo" && file) {
    return h("img", { class: message.spoiler ? "hidden-photo" : null, src: `/control/file/${file.file_id}`, alt: kind, loading: "lazy" });
  }
  const about = details(message);
  return h("div", { class: `thing ${kind}` },
    h("span", { class: "pictogram", "aria-hidden": "true" }, file?.emoji ?? message.dice?.emoji ?? ICONS[kind] ?? "•"),
    h("span", {}, h("b", {}, kind.replaceAll("_", " ")), about && h("small", {}, about)));
}

function details(message) {
  const { file, contact, venue, location, poll, dice, checklist } = message;
  if (file) return [file.file_name, file.duration && `${file.duration} s`].filter(Boolean).join(" · ");
  if (contact) return `${contact.first_name} ${contact.phone_number}`;
  if (venue) return `${venue.title}, ${venue.address}`;
  if (location) return `${location.latitude}, ${location.longitude}`;
  if (poll) return `${poll.question} ${poll.options.map((option) => option.text).join(" / ")}`;
  if (dice) return String(dice.value);
  if (checklist) return checklist.tasks.map((task) => task.text).join(" / ");
  return "";
}

function origin(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user?.first_name ?? from.sender_user_name ?? (from.chat ?? from.sender_chat)?.title;
  return h("div", { class: "origin" }, `${words.forwarded} ${name}`);
}

// `does` has what can be done: press(row, column), command(text), reply(), edit(), erase(), react().
export function messageElement(message, mine, group, does) {
  const side = mine ? "mine" : "theirs";
  if (message.deleted) {
    return h("li", { class: `message ${side} deleted` }, h("p", { class: "bubble" }, words.deleted));
  }
  const time = new Date(message.date * 1000).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  const marks = [message.edited && words.edited, message.protected && words.protected, time].filter(Boolean).join(" · ");
  const tools = h("div", { class: "tools", role: "group" },
    tool("↩", words.reply, does.reply), mine && tool("✎", words.edit, does.edit), !mine && tool("♡", words.like, does.react),
    tool("✕", words.erase, does.erase));
  return h("li", { class: `message ${side}`, "data-id": message.id },
    h("div", { class: "bubble" },
      group && !mine && h("div", { class: "author" }, message.name),
      origin(message),
      message.reply_to && h("div", { class: "quote" }, h("b", {}, message.reply_to.name), " ", message.quote ?? message.reply_to.text),
      placeholder(message),
      message.text && h("p", { class: "text", dir: "auto" }, rich(message.text, message.entities, does.command)),
      message.reactions.length > 0 && h("div", { class: "reactions" }, message.reactions.join(" ")),
      h("div", { class: "marks" }, marks),
      tools),
    keyboardElement(message.buttons, "inline", does.press));
}

function tool(icon, label, onclick) {
  return h("button", { type: "button", "aria-label": label, title: label, onclick }, icon);
}

export function keyboardElement(rows, kind, press) {
  if (!rows.length) return null;
  return h("div", { class: `keys ${kind}`, role: "group", "aria-label": words.keyboard },
    rows.map((row, rowNumber) => h("div", { class: "row" }, row.map((key, column) =>
      h("button", { type: "button", class: key.kind, onclick: (event) => press(rowNumber, column, event.currentTarget) },
        key.text, key.url && h("span", { class: "away", "aria-hidden": "true" }, " ↗"))))));
}
