-- name: begin(person, pseudonym, topic, queue, triage, language, age_band, case_key, now)^
insert into help_request (person_id, pseudonym, topic, queue, triage, status, language, age_band, case_key, asked_at)
values (:person, :pseudonym, :topic, :queue, :triage, 'draft', :language, :age_band, :case_key, :now)
    on conflict do nothing
returning *;

-- name: not_seen_by(member)^
-- Taken, and never shown to who took it: the answer to their «next» got lost on the way.
select * from help_request h
 where claimed_by = :member and status = 'active'
   and not exists (select 1 from shown_message s where s.request_id = h.id and s.person_id = :member)
 order by claimed_at, id limit 1;

-- name: get(request)^
select * from help_request where id = :request;

-- name: open_of(person)^
select * from help_request where person_id = :person and status <> 'closed';

-- name: last_closed_of(person)^
select * from help_request where person_id = :person and status = 'closed' and erased_at is null order by closed_at desc limit 1;

-- name: set_topic(request, topic, queue, triage)^
update help_request
   set topic = :topic, queue = :queue, triage = case when triage < :triage then :triage else triage end
 where id = :request and status = 'draft'
returning *;

-- name: raise_triage(request, triage, category, now)!
-- Whoever turns red while waiting is new to the queue of the red: its timers run from now.
update help_request
   set triage = :triage, category = coalesce(:category, category), alert_stage = 0,
       queued_at = case when :triage = 2 then :now else queued_at end
 where id = :request and triage < :triage;

-- name: name_category(request, category)!
update help_request set category = :category where id = :request and category is null;

-- name: send(request, now)^
-- What the person told about themselves since the draft was begun holds for the request as well.
update help_request
   set status = 'waiting', waiting_since = :now, queued_at = :now, version = version + 1, outcome = null, rating = null,
       resumed_at = null, closed_before = null, specialist_before = null, triage_before = null, category_before = null,
       language = coalesce((select p.language from person p where p.id = help_request.person_id), language),
       age_band = (select p.age_band from person p where p.id = help_request.person_id)
 where id = :request and status = 'draft' and messages > 0
returning *;

-- name: discard_words(request)!
delete from case_message where request_id = :request
   and exists (select 1 from help_request h where h.id = :request and h.status = 'draft' and h.waiting_since is null);

-- name: discard_words_since(request)!
-- What was written since a case was taken up again goes with the draft.
delete from case_message where request_id = :request and author = 'person'
   and created_at >= (select h.resumed_at from help_request h where h.id = :request and h.status = 'draft');

-- name: discard_events(request)!
delete from request_event where request_id = :request
   and exists (select 1 from help_request h where h.id = :request and h.status = 'draft' and h.waiting_since is null);

-- name: discard(request)!
delete from help_request where id = :request and status = 'draft' and waiting_since is null;

-- name: close_again(request)!
-- A case that was taken up again and then not sent: it is closed as it was, its words stay.
update help_request
   set status = 'closed', closed_at = closed_before, claimed_by = specialist_before, triage = triage_before,
       category = category_before, wished = null,
       messages = (select count(*) from case_message m where m.request_id = help_request.id and m.author = 'person'),
       resumed_at = null, closed_before = null, specialist_before = null, triage_before = null, category_before = null
 where id = :request and status = 'draft' and closed_before is not null;

-- name: claim(request, by, now)^
update help_request
   set status = 'active', claimed_by = :by, claimed_at = :now, first_claimed_at = coalesce(first_claimed_at, :now),
       version = version + 1, alert_stage = 0
 where id = :request and status = 'waiting'
returning *;

-- name: count_passed_over(triage, queue, before)!
-- Everybody less urgent who has waited past the patience of the service was overtaken once more.
update help_request set passed_over = passed_over + 1
 where status = 'waiting' and triage < :triage and queue = :queue and waiting_since <= :before;

-- name: forget_passed_over(request, triage, queue)!
-- One was let through before somebody more urgent: the counting begins anew, or the worse colours would starve. For
-- the one itself too: given back, it would be let through again and again.
update help_request set passed_over = 0
 where (status = 'waiting' or id = :request) and queue = :queue and triage < 2
   and exists (select 1 from help_request w where w.status = 'waiting' and w.queue = :queue and w.triage > :triage);

-- name: waiting(queue)
select * from help_request where status = 'waiting' and queue = :queue
 order by triage desc, waiting_since, id;

-- name: waiting_everywhere()
select * from help_request where status = 'waiting' order by triage desc, waiting_since, id;

-- name: active_of(member)
select * from help_request where claimed_by = :member and status = 'active' order by claimed_at, id;

-- name: give_back(request, by, now)^
update help_request
   set status = 'waiting', claimed_by = null, claimed_at = null, queued_at = :now, version = version + 1,
       unanswered_red_since = null, alert_stage = 0
 where id = :request and status = 'active' and claimed_by = :by
returning *;

-- name: hand_over(request, by, to, now)^
update help_request set claimed_by = :to, claimed_at = :now, version = version + 1
 where id = :request and status = 'active' and claimed_by = :by
returning *;

-- name: close(request, by, outcome, now)^
update help_request
   set status = 'closed', closed_at = :now, outcome = :outcome, version = version + 1, unanswered_red_since = null
 where id = :request and status = 'active' and claimed_by = :by
returning *;

-- name: resume(request, wished, now)^
-- How it ended stays until it is sent again: nothing may have begun.
update help_request
   set status = 'draft', closed_before = closed_at, specialist_before = claimed_by, triage_before = triage,
       category_before = category, resumed_at = :now, closed_at = null, claimed_by = null, wished = :wished, version = version + 1, triage = 0
 where id = :request and status = 'closed' and erased_at is null
returning *;

-- name: rate(request, person, rating)!
update help_request set rating = :rating
 where id = :request and person_id = :person and status = 'closed' and rating is null;

-- name: touch_check(request, now)!
update help_request set checked_at = :now where id = :request;

-- name: red_since(request, since)!
update help_request set unanswered_red_since = :since where id = :request;

-- name: count_message(request)!
update help_request set messages = messages + 1 where id = :request;

-- name: red_unclaimed(stage, before)
select * from help_request
 where status = 'waiting' and triage = 2 and alert_stage < :stage and queued_at <= :before;

-- name: set_alert_stage(request, stage)!
update help_request set alert_stage = :stage where id = :request;

-- name: red_unanswered(before)
select * from help_request
 where unanswered_red_since is not null and unanswered_red_since <= :before and status = 'active';

-- name: waits_since(queue, language, since)
select first_claimed_at - waiting_since as wait from help_request
 where first_claimed_at >= :since and waiting_since <= first_claimed_at and queue = :queue and language = :language
 order by wait;

-- name: pseudonym_taken(pseudonym)$
select count(*) from help_request where pseudonym = :pseudonym;

-- name: record(request, kind, staff, now)!
insert into request_event (request_id, kind, staff_id, at) values (:request, :kind, :staff, :now);

-- name: journal()
select pseudonym, topic, triage, category, status, language, age_band, asked_at, waiting_since, first_claimed_at,
       closed_at, outcome, rating, messages
  from help_request where waiting_since is not null order by waiting_since, id;

-- name: kept_too_long(before)
-- Closed long enough ago, or begun, or taken up again, and never sent.
select id from help_request
 where erased_at is null
   and ((status = 'closed' and closed_at < :before) or (status = 'draft' and coalesce(resumed_at, asked_at) < :before));
