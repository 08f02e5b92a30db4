// What the page knows, kept current from the socket.

export class World {
  bots = new Map();
  people = new Map();
  chats = new Map();
  phones = new Map();
  messages = new Map(); // chat key -> Map(id -> message)
  now = new Date();

  replace(state) {
    this.bots = new Map(state.bots.map((bot) => [bot.id, bot]));
    this.people = new Map(state.people.map((person) => [person.id, person]));
    this.chats = new Map(state.chats.map((chat) => [chat.key, chat]));
    this.phones = new Map(state.phones.map((phone) => [phoneKey(phone), phone]));
    this.messages = new Map();
    state.messages.forEach((message) => this.#keep(message));
    this.offset = new Date(state.now) - Date.now();
  }

  change(news) {
    news.chats.forEach((chat) => this.chats.set(chat.key, chat));
    news.phones.forEach((phone) => this.phones.set(phoneKey(phone), phone));
    news.messages.forEach((message) => this.#keep(message));
  }

  #keep(message) {
    if (!this.messages.has(message.chat)) this.messages.set(message.chat, new Map());
    this.messages.get(message.chat).set(message.id, message);
  }

  // Messages of a chat that this phone shows, in order.
  visible(phone) {
    const all = [...(this.messages.get(phone.chat)?.values() ?? [])];
    return all.filter((message) => message.id > phone.cleared).sort((one, other) => one.id - other.id);
  }

  phonesOf(person) {
    return [...this.phones.values()].filter((phone) => phone.person === person && this.chats.has(phone.chat));
  }
}

export const phoneKey = (phone) => `${phone.person}@${phone.chat}`;
