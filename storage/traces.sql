-- name: leave(bot, person, message, at, theirs)!
insert into trace (bot, person_id, telegram_message, at, theirs, due_at)
select :bot, p.id, :message, :at, :theirs, :at + p.vanish_after from person p where p.id = :person
    on conflict (person_id, bot, telegram_message) do nothing;

-- name: leave_in(bot, lookup, message, at, theirs)!
insert into trace (bot, person_id, telegram_message, at, theirs, due_at)
select :bot, p.id, :message, :at, :theirs, :at + p.vanish_after from person p where p.lookup = :lookup
    on conflict (person_id, bot, telegram_message) do nothing;

-- name: show(bot, reader, message, at, request, longest)!
-- A copy of somebody's words in the chat of a colleague: it goes when the person wants it to, and at the latest with
-- the longest choice. What the person themselves reads is no copy.
insert into trace (bot, person_id, telegram_message, at, theirs, due_at, request_id)
select :bot, r.id, :message, :at, 0, :at + coalesce(o.vanish_after, :longest), h.id
  from help_request h join person o on o.id = h.person_id join person r on r.id = :reader
 where h.id = :request and o.id <> r.id
    on conflict (person_id, bot, telegram_message) do update
   set due_at = trace.at + (excluded.due_at - excluded.at), request_id = excluded.request_id;

-- name: newest(person)$
select max(telegram_message) from trace where person_id = :person;

-- name: erasable(person, upto, since)
select bot, person_id, telegram_message, at from trace
 where person_id = :person and telegram_message <= :upto and at > :since order by telegram_message desc;

-- name: left_over(person, upto)$
select count(*) from trace where person_id = :person and telegram_message <= :upto;

-- name: due(now, room)
select bot, person_id, telegram_message, at from trace where due_at <= :now order by due_at limit :room;

-- name: gone(bot, person, message)!
delete from trace where bot = :bot and person_id = :person and telegram_message = :message;

-- name: put_off(bot, person, message, due_at)!
update trace set due_at = :due_at
 where bot = :bot and person_id = :person and telegram_message = :message and due_at is not null;

-- name: overdue(before)^
select count(*) as traces, min(at) as oldest from trace where due_at is not null and at <= :before;

-- name: choose(person, after)!
update person set vanish_after = :after where id = :person;

-- name: choose_for_own(person, after, since)!
update trace set due_at = at + :after where person_id = :person and request_id is null and at > :since;

-- name: choose_for_copies(person, after, since)!
update trace set due_at = at + :after
 where at > :since and request_id in (select h.id from help_request h where h.person_id = :person);

-- name: begin_wipe(person, kind, upto, now)!
insert into wipe (person_id, kind, upto, begun_at) values (:person, :kind, :upto, :now)
    on conflict (person_id) do update set kind = excluded.kind, upto = excluded.upto, begun_at = excluded.begun_at;

-- name: wipes(before)
select * from wipe where begun_at <= :before order by begun_at;

-- name: end_wipe(person)!
delete from wipe where person_id = :person;

-- name: last_word(person)$
select max(at) from trace where person_id = :person and theirs = 1;
