-- Traces: every message that stands in a private chat, on either side, until it is taken out of it.

create table trace (
    bot              integer not null,
    person_id        integer not null references person (id),
    telegram_message integer not null,
    at               integer not null,
    theirs           integer not null,
    due_at           integer,
    request_id       integer,
    primary key (person_id, bot, telegram_message)
) without rowid;
-- What vanishes next. What stays by the person's own choice, or cannot be erased any more, has no due time.
create index trace_due on trace (due_at) where due_at is not null;

-- A chat that is being emptied: gone on with after a crash.
create table wipe (
    person_id  integer primary key references person (id),
    kind       text    not null check (kind in ('hide', 'forget')),
    upto       integer not null,
    begun_at   integer not null
);

-- Milliseconds after which a message vanishes from the chat; null: never.
alter table person add column vanish_after integer default 86400000;
-- «Do not write to me»: nothing unprompted until they come back.
alter table person add column paused_at integer;
-- Whether words come only after a sign that says nothing; null: as their age suggests. `knocking`: the sign was given,
-- and what waits, waits until they look.
alter table person add column discreet integer;
alter table person add column knocking integer not null default 0;
create index notice_waiting_for on notice (recipient) where state = 'planned';
