-- name: plan(kind, dedup_key, recipient, priority, due_at, not_after, state, request_id, message_id, version, now, never)!
-- To somebody who has paused nothing is due until they come back.
insert into notice
       (kind, dedup_key, recipient, priority, due_at, not_after, state, request_id, message_id, version, created_at)
select :kind, :dedup_key, p.id, :priority, case when p.paused_at is null then :due_at else :never end, :not_after,
       case when p.paused_at is null then :state else 'planned' end, :request_id, :message_id, :version, :now
  from person p where p.id = :recipient
    on conflict (dedup_key) do nothing;

-- name: ripen(now)!
update notice set state = 'pending' where state = 'planned' and due_at <= :now;

-- name: take(lease_until, room, before)
update notice set state = 'claimed', lease_until = :lease_until
 where id in (
       select id from notice where state = 'pending' and priority < :before order by priority, id limit :room)
returning *;

-- name: start(notice, lease_until)!
update notice set state = 'sending', lease_until = :lease_until, attempts = attempts + 1
 where id = :notice and state = 'claimed';

-- name: settle(notice, state, now)!
update notice set state = :state, settled_at = :now, lease_until = null where id = :notice;

-- name: again(notice, due_at, doubt, never)!
update notice
   set state = 'planned', lease_until = null, in_doubt = in_doubt + :doubt,
       due_at = case when exists (select 1 from person p where p.id = notice.recipient and p.paused_at is not null
                                     and (p.knocking = 0 or notice.kind <> 'knock'))
                     then :never else :due_at end
 where id = :notice;

-- name: defer(notice, until)!
update notice set state = 'planned', due_at = :until, lease_until = null where id = :notice and state = 'claimed';

-- name: defer_pending(recipient, until)!
update notice set state = 'planned', due_at = :until where recipient = :recipient and state = 'pending';

-- name: pause(recipient, never, but)!
update notice set state = 'planned', due_at = :never, lease_until = null
 where recipient = :recipient and state in ('planned', 'pending', 'claimed') and kind <> :but;

-- name: come_back(recipient, now, never)!
update notice set due_at = :now where recipient = :recipient and state = 'planned' and due_at = :never;

-- name: resting(now, at_once, never)
-- What is as urgent as an alert is always due at once: if it is to wait, then because its chat was paced or failed.
select recipient, max(due_at) as until from notice
 where state = 'planned' and due_at > :now and due_at < :never and priority <= :at_once group by recipient;

-- name: stale(now)
select * from notice where state in ('claimed', 'sending') and lease_until <= :now order by priority, id;

-- name: next_due()$
select min(due_at) from notice where state = 'planned';

-- name: purge(before)!
delete from notice where settled_at is not null and settled_at < :before;

-- name: counts()
select state, count(*) as notices, sum(in_doubt) as in_doubt from notice group by state;

-- name: gathering(recipient, request, now, until)$
select max(due_at) from notice
 where state = 'planned' and kind = 'relayed' and attempts = 0 and recipient = :recipient and request_id = :request
   and due_at > :now and due_at <= :until;

-- name: gather(recipient, request, now, until)!
update notice set due_at = :until
 where state = 'planned' and kind = 'relayed' and attempts = 0 and recipient = :recipient and request_id = :request
   and due_at > :now and due_at < :until;
