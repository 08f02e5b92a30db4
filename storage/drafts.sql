-- name: get(person, now)^
select state, data from draft where person_id = :person and expires_at > :now;

-- name: put(person, state, data, expires_at)!
insert into draft (person_id, state, data, expires_at) values (:person, :state, :data, :expires_at)
    on conflict (person_id) do update
   set state = excluded.state, data = excluded.data, expires_at = excluded.expires_at;

-- name: clear(person)!
delete from draft where person_id = :person;

-- name: purge(now)!
delete from draft where expires_at <= :now;
