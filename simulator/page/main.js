// The table with the phones on it.

import { Bar } from "./bar.js";
import { Connection } from "./connection.js";
import { h } from "./elements.js";
import { PhoneView } from "./phone.js";
import { words } from "./words.js";
import { World } from "./world.js";

const world = new World();
const connection = new Connection();
const table = document.getElementById("phones");
const lost = document.getElementById("lost");
const views = new Map(); // person id -> PhoneView

document.title = words.phones;
lost.textContent = words.lost;
const bar = new Bar(document.getElementById("bar"), connection, world);

function layOut() {
  for (const person of world.people.values()) {
    if (!world.phonesOf(person.id).length || views.has(person.id)) continue;
    const view = new PhoneView(person.id, world, connection);
    views.set(person.id, view);
    table.append(view.element);
  }
  for (const [id, view] of views) {
    if (!world.people.has(id)) {
      view.element.remove();
      views.delete(id);
    }
  }
  table.querySelector(".nobody")?.remove();
  if (!views.size) table.append(h("p", { class: "nobody" }, words.nobody));
}

connection.addEventListener("state", ({ detail }) => {
  world.replace(detail);
  layOut();
  bar.draw();
  views.forEach((view) => view.draw());
});

connection.addEventListener("changes", ({ detail }) => {
  world.change(detail);
  layOut();
  const touched = new Set([...detail.chats, ...detail.phones, ...detail.messages].map((one) => one.key ?? one.chat));
  views.forEach((view) => touched.has(view.phone?.chat) && view.draw());
});

connection.addEventListener("answer", ({ detail }) => {
  world.phones.set(`${detail.person}@${detail.chat}`, detail);
  const view = views.get(detail.person);
  view?.draw();
  if (detail.toast && view?.phone?.chat === detail.chat) view.toast(detail.toast);
});

connection.addEventListener("down", () => { lost.hidden = false; });
connection.addEventListener("up", () => { lost.hidden = true; });
connection.open();
