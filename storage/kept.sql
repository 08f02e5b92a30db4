-- name: requests(person)
select h.*, (select count(*) from case_message m where m.request_id = h.id and m.author = 'note') as notes
  from help_request h where h.person_id = :person order by h.asked_at, h.id;

-- name: traces(person)$
select count(*) from trace where person_id = :person;

-- name: nobody(lookup, chat)!
insert into person (lookup, chat, vanish_after, created_at) values (:lookup, :chat, 0, 0) on conflict (lookup) do nothing;

-- name: who_is_nobody(lookup)$
select id from person where lookup = :lookup;

-- name: recall_copies(request)!
-- What shows their words at colleagues' is due at once.
update trace set due_at = 0 where request_id = :request;

-- name: forget_notices(person)!
delete from notice
 where recipient = :person or request_id in (select h.id from help_request h where h.person_id = :person);

-- name: forget_draft(request)!
delete from help_request where id = :request and waiting_since is null;

-- name: forget_events(request)!
delete from request_event where request_id = :request;

-- name: disown(request, nobody)!
-- The row stays for the statistics, and belongs to nobody: what else a person asked for cannot be told from it.
update help_request set person_id = :nobody, unanswered_red_since = null, version = version + 1 where id = :request;

-- name: forget_typed(person)!
delete from draft where person_id = :person;

-- name: forget_shown(person)!
delete from shown_message where person_id = :person;

-- name: nameless_letters(lookup, nobody)!
-- The numbers of updates stay until their time, to recognise repeats; whose they were does not.
update inbox set person = :nobody, payload = case when state = 'new' then payload end where person = :lookup;

-- name: empty_person(person, lookup, now)!
-- Nobody finds this row any more. The chat stays in it, sealed, for as long as there is something to erase there.
update person
   set lookup = :lookup, country = null, region = null, age_band = null, introduced = 0, reachable = 1,
       paused_at = :now, created_at = 0
 where id = :person;

-- name: delete_traces(person)!
delete from trace where person_id = :person;

-- name: delete_notices(person)!
delete from notice where recipient = :person;

-- name: delete_wipe(person)!
delete from wipe where person_id = :person;

-- name: delete_person(person)!
delete from person where id = :person;
