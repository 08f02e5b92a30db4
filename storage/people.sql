-- name: find(lookup)^
select p.id, p.language, p.country, p.region, p.age_band, p.introduced, p.reachable, p.vanish_after, p.paused_at,
       p.knocking, p.discreet, p.voice_agreed, s.role
  from person p left join staff s on s.person_id = p.id
 where p.lookup = :lookup;

-- name: get(person)^
select p.id, p.language, p.country, p.region, p.age_band, p.introduced, p.reachable, p.vanish_after, p.paused_at,
       p.knocking, p.discreet, p.voice_agreed, s.role
  from person p left join staff s on s.person_id = p.id
 where p.id = :person;

-- name: greet(lookup, chat, now)!
insert into person (lookup, chat, created_at) values (:lookup, :chat, :now)
    on conflict (lookup) do nothing;

-- name: renew(person, lookup)!
update person set lookup = :lookup where id = :person and lookup <> :lookup;

-- name: any_chat()$
select chat from person where length(chat) > 0 limit 1;

-- name: chat(person)$
select chat from person where id = :person;

-- name: choose_language(person, language)!
update person set language = :language where id = :person;

-- name: choose_region(person, country, region)!
update person set country = :country, region = :region where id = :person;

-- name: choose_age_band(person, age_band)!
update person set age_band = :age_band where id = :person;

-- name: introduce(person)!
update person set introduced = 1 where id = :person;

-- name: pause(person, now)!
update person set paused_at = coalesce(paused_at, :now), knocking = 0 where id = :person;

-- name: knock(person, now)!
update person set paused_at = :now, knocking = 1 where id = :person and paused_at is null;

-- name: choose_discreet(person, discreet)!
update person set discreet = :discreet where id = :person;

-- name: come_back(person)!
update person set paused_at = null, knocking = 0 where id = :person and paused_at is not null;

-- name: mark_reachable(person, reachable)!
update person set reachable = :reachable where id = :person;

-- name: agree_to_voice(person)!
update person set voice_agreed = 1 where id = :person;
