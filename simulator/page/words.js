// The page's own words, in the language of the browser. What people and bots say is never translated.

const WORDS = {
  en: {
    phones: "Phones", addPerson: "Add a person", name: "Name", add: "Add", clock: "Clock", hour: "+1 hour", day: "+1 day",
    start: "Start", unblock: "Unblock", write: "Message", send: "Send", menu: "Commands", more: "Actions", chat: "Chat",
    block: "Block the bot", clear: "Clear the history", remove: "Delete the account", kinds: "Send something else",
    edited: "edited", deleted: "Message deleted", reply: "Reply", edit: "Edit", erase: "Delete", cancel: "Cancel",
    replying: "Reply to", editing: "Editing", close: "OK", typing: "typing…", blocked: "The bot is blocked",
    gone: "The account is deleted", lost: "No connection to the simulator. Trying again…", keyboard: "Keyboard",
    messages: "Messages", forwarded: "Forwarded from", empty: "No messages yet", protected: "protected", like: "React",
    nobody: "Nobody is here yet. Add a person.", language: "Language",
  },
  ru: {
    phones: "Телефоны", addPerson: "Добавить человека", name: "Имя", add: "Добавить", clock: "Часы", hour: "+1 час",
    day: "+1 день", start: "Начать", unblock: "Разблокировать", write: "Сообщение", send: "Отправить", menu: "Команды",
    more: "Действия", chat: "Чат", block: "Заблокировать бота", clear: "Очистить историю", remove: "Удалить аккаунт",
    kinds: "Отправить другое", edited: "изменено", deleted: "Сообщение удалено", reply: "Ответить", edit: "Изменить",
    erase: "Удалить", cancel: "Отмена", replying: "Ответ на", editing: "Изменение", close: "OK", typing: "печатает…",
    blocked: "Бот заблокирован", gone: "Аккаунт удалён", lost: "Нет связи с симулятором. Пробуем снова…",
    keyboard: "Клавиатура", messages: "Сообщения", forwarded: "Переслано от", empty: "Сообщений пока нет",
    protected: "защищено", like: "Реакция", nobody: "Здесь пока никого. Добавьте человека.", language: "Язык",
  },
  kk: {
    phones: "Телефондар", addPerson: "Адам қосу", name: "Аты", add: "Қосу", clock: "Сағат", hour: "+1 сағат",
    day: "+1 күн", start: "Бастау", unblock: "Бұғаттан шығару", write: "Хабарлама", send: "Жіберу", menu: "Командалар",
    more: "Әрекеттер", chat: "Чат", block: "Ботты бұғаттау", clear: "Тарихты тазалау", remove: "Аккаунтты жою",
    kinds: "Басқасын жіберу", edited: "өзгертілді", deleted: "Хабарлама жойылды", reply: "Жауап беру", edit: "Өзгерту",
    erase: "Жою", cancel: "Болдырмау", replying: "Жауап:", editing: "Өзгерту", close: "OK", typing: "жазып жатыр…",
    blocked: "Бот бұғатталған", gone: "Аккаунт жойылған", lost: "Симулятормен байланыс жоқ. Қайта қосылуда…",
    keyboard: "Пернетақта", messages: "Хабарламалар", forwarded: "Жіберген:", empty: "Әзірге хабарлама жоқ",
    protected: "қорғалған", like: "Реакция", nobody: "Мұнда әзірге ешкім жоқ. Адам қосыңыз.", language: "Тіл",
  },
};

const wanted = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in WORDS) ?? "en";
document.documentElement.lang = wanted;

export const words = WORDS[wanted];
export const locale = wanted;
