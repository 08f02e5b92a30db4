-- name: get(name)$
select value from service_fact where name = :name;

-- name: put(name, value)!
insert into service_fact (name, value) values (:name, :value)
    on conflict (name) do update set value = excluded.value;
