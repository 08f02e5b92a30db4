// Making elements: h("button", {type: "button", onclick}, "text"). Text is always text, never markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function iconButton(label, icon, onclick, attributes = {}) {
  return h("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick, ...attributes }, icon);
}

// A menu opens beside its button, up or down, inside the window, with the focus on its first entry.
export function openMenu(menu, button) {
  const box = button.getBoundingClientRect();
  const down = box.bottom < innerHeight / 2;
  menu.style.top = down ? `${box.bottom + 4}px` : "auto";
  menu.style.bottom = down ? "auto" : `${innerHeight - box.top + 4}px`;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 228))}px`;
  if (menu.togglePopover()) menu.querySelector("button")?.focus();
}
