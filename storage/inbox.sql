-- name: put(bot, update_id, person, payload, attempts, now)!
insert into inbox (bot, update_id, person, payload, state, attempts, received_at)
values (:bot, :update_id, :person, :payload, 'new', :attempts, :now)
    on conflict (bot, update_id) do nothing;

-- name: known(bot, update_id)$
select count(*) from inbox where bot = :bot and update_id = :update_id;

-- name: unfinished()
select bot, update_id, person, payload, attempts from inbox where state = 'new' order by bot, update_id;

-- name: begin(bot, update_id)!
update inbox set attempts = attempts + 1 where bot = :bot and update_id = :update_id;

-- name: done(bot, update_id, now)!
update inbox set state = 'done', payload = null, settled_at = :now where bot = :bot and update_id = :update_id;

-- name: poison(bot, update_id, now)!
update inbox set state = 'poison', settled_at = :now where bot = :bot and update_id = :update_id;

-- name: purge(before)!
delete from inbox where settled_at is not null and settled_at < :before and state = 'done';

-- name: counts()
select state, count(*) as updates from inbox group by state;
