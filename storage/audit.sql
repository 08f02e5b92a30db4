-- name: relayed_twice()$
select count(*) from (
  select message_id from notice where kind = 'relayed' and state = 'sent' group by message_id, recipient having count(*) > 1
) twice;

-- name: words_without_a_way()$
-- A person's words in a held case that are neither delivered, nor failed, nor on their way.
select count(*) from case_message m join help_request h on h.id = m.request_id
 where h.status = 'active' and m.author <> 'note' and m.delivered_at is null and m.failure is null
   and m.taken_back_at is null
   and not exists (
     select 1 from notice n where n.message_id = m.id and n.kind = 'relayed' and n.state in ('planned', 'pending', 'claimed', 'sending')
   );

-- name: miscounted()$
select count(*) from help_request h
 where h.messages <> (select count(*) from case_message m where m.request_id = h.id and m.author = 'person');

-- name: held_by_nobody()$
select count(*) from help_request where status = 'active' and claimed_by is null;

-- name: poisoned()$
select count(*) from inbox where state = 'poison';

-- name: kept_payloads()$
select count(*) from inbox where state = 'done' and payload is not null;
