-- name: add(request, author, author_id, bot, update_id, source_message, kind, words, media, answers, album, red, pattern, now)^
insert into case_message
       (request_id, author, author_id, bot, update_id, source_message, kind, words, media, answers, album, red, pattern, created_at)
values (:request, :author, :author_id, :bot, :update_id, :source_message, :kind, :words, :media, :answers, :album, :red, :pattern, :now)
    on conflict (bot, update_id, request_id) do nothing
returning id;

-- name: begin_album(message)!
update case_message set album = :message where id = :message;

-- name: newest_parts(request, author)
select id, album, media from case_message
 where request_id = :request and author_id = :author and album is not null order by id desc limit 20;

-- name: album(album)
select m.*, h.case_key from case_message m join help_request h on h.id = m.request_id
 where m.album = :album order by m.source_message, m.id;

-- name: part_album(album)!
update case_message set album = null where album = :album;

-- name: written(request, bot, update_id)$
select id from case_message where request_id = :request and bot = :bot and update_id = :update_id;

-- name: get(message)^
select m.*, h.case_key from case_message m join help_request h on h.id = m.request_id where m.id = :message;

-- name: lines(request)
select m.*, h.case_key from case_message m join help_request h on h.id = m.request_id
 where m.request_id = :request order by m.id;

-- name: case_key(request)$
select case_key from help_request where id = :request;

-- name: show(person, telegram_message, request, message)!
-- Nothing where the line was erased while it was on its way.
insert into shown_message (person_id, telegram_message, request_id, message_id)
select p.id, :telegram_message, h.id, m.id
  from person p join help_request h on h.id = :request left join case_message m on m.id = :message
 where p.id = :person and (m.id is not null or :message is null)
    on conflict (person_id, telegram_message) do nothing;

-- name: shown(person, telegram_message)$
select request_id from shown_message where person_id = :person and telegram_message = :telegram_message;

-- name: source_of(person, source_message)^
select request_id, id from case_message
 where author_id = :person and source_message = :source_message order by id desc limit 1;

-- name: line_at(person, telegram_message)$
select message_id from shown_message where person_id = :person and telegram_message = :telegram_message;

-- name: places(person, message)
select telegram_message from shown_message
 where person_id = :person and message_id = :message order by telegram_message;

-- name: versions(person, source_message)
select m.*, h.case_key from case_message m join help_request h on h.id = m.request_id
 where m.author_id = :person and m.source_message = :source_message order by m.id;

-- name: newest_own(request, person)$
select source_message from case_message
 where request_id = :request and author_id = :person and author <> 'note' and source_message <> 0
   and kind <> 'answer' and taken_back_at is null
 order by id desc limit 1;

-- name: take_back(message, now)!
update case_message set taken_back_at = :now where id = :message and taken_back_at is null;

-- name: react(message, reaction)!
update case_message set reaction = :reaction where id = :message;

-- name: try_again(message)!
update case_message set failure = null where id = :message and delivered_at is null;

-- name: newest_delivered(request, author)$
select source_message from case_message
 where request_id = :request and author_id = :author and author <> 'note' and delivered_at is not null
   and taken_back_at is null and reaction is null
 order by id desc limit 1;

-- name: mark_delivered(message, now)!
update case_message set delivered_at = coalesce(delivered_at, :now), failure = null where id = :message;

-- name: mark_failed(message, failure)!
update case_message set failure = :failure where id = :message and delivered_at is null;

-- name: erase_shown(request)!
delete from shown_message where request_id = :request;

-- name: erase_words(request)!
delete from case_message where request_id = :request;

-- name: destroy_key(request, nothing, now)!
-- The row stays for the statistics; without the key not even a forgotten copy of the words can be read.
update help_request
   set case_key = :nothing, erased_at = :now, messages = 0, status = 'closed', closed_at = coalesce(closed_at, :now)
 where id = :request;
