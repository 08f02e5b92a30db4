-- name: get(person, now)^
select * from draft where person_id = :person and expires_at > :now;

-- name: put(person, state, data, expires_at, bot, update_id, before_state, before_data)!
insert into draft (person_id, state, data, expires_at, bot, update_id, before_state, before_data)
values (:person, :state, :data, :expires_at, :bot, :update_id, :before_state, :before_data)
    on conflict (person_id) do update
   set state = excluded.state, data = excluded.data, expires_at = excluded.expires_at, bot = excluded.bot,
       update_id = excluded.update_id, before_state = excluded.before_state, before_data = excluded.before_data;

-- name: purge(now)!
delete from draft where expires_at <= :now;
