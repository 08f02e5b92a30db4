-- name: get(person)^
select * from staff where person_id = :person;

-- name: on_duty()
select * from staff where on_duty = 1 and joined = 1 order by duty_since, person_id;

-- name: leaders()
select * from staff where role in ('coordinator', 'admin') and joined = 1 order by person_id;

-- name: set_duty(person, on_duty, now)!
update staff set on_duty = :on_duty, duty_since = case when :on_duty = 1 then :now end
 where person_id = :person;

-- name: join(person, role, name, now)!
insert into staff (person_id, role, name_ru, name_kk, joined_at) values (:person, :role, :name, :name, :now)
    on conflict (person_id) do nothing;

-- name: describe(person, name_ru, name_kk, languages, topics, joined)!
update staff set name_ru = :name_ru, name_kk = :name_kk, languages = :languages, topics = :topics, joined = :joined
 where person_id = :person;

-- name: invite(lookup, role, name, created_by, now, expires_at)!
insert into invite (lookup, role, name, created_by, created_at, expires_at)
values (:lookup, :role, :name, :created_by, :now, :expires_at);

-- name: use_invite(lookup, person, now)^
-- One statement: of two people with the same link, one finds it used.
update invite set used_by = :person, used_at = :now
 where lookup = :lookup and used_at is null and expires_at > :now
returning role, name;
