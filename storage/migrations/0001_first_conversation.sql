-- The first conversation: people, staff, requests, the words of a case, notices, and the inbox.
-- Times are UTC milliseconds. What a person is or wrote is sealed; people are found by an HMAC of their id.

create table person (
    id            integer primary key autoincrement,
    lookup        blob    not null unique,
    chat          blob    not null,
    language      text    check (language in ('ru', 'kk')),
    country       text,
    region        text,
    age_band      text    check (age_band in ('under_18', 'parent', 'adult')),
    introduced    integer not null default 0,
    reachable     integer not null default 1,
    created_at    integer not null
);

create table staff (
    person_id     integer primary key references person (id),
    role          text    not null check (role in ('psychologist', 'social_pedagogue', 'coordinator', 'admin')),
    name_ru       blob    not null,
    name_kk       blob    not null,
    languages     text    not null default '',
    topics        text    not null default '',
    on_duty       integer not null default 0,
    duty_since    integer,
    joined        integer not null default 0,
    joined_at     integer not null
);

create table invite (
    id            integer primary key autoincrement,
    lookup        blob    not null unique,
    role          text    not null,
    name          blob    not null,
    created_by    integer,
    created_at    integer not null,
    expires_at    integer not null,
    used_by       integer references person (id),
    used_at       integer
);

create table help_request (
    id                   integer primary key autoincrement,
    person_id            integer not null references person (id),
    pseudonym            integer not null unique,
    topic                text,
    queue                text    not null,
    triage               integer not null default 0 check (triage between 0 and 2),
    category             text,
    status               text    not null check (status in ('draft', 'waiting', 'active', 'closed')),
    language             text    not null,
    age_band             text,
    version              integer not null default 1,
    case_key             blob    not null,
    asked_at             integer not null,
    waiting_since        integer,
    queued_at            integer,
    claimed_by           integer references staff (person_id),
    claimed_at           integer,
    first_claimed_at     integer,
    closed_at            integer,
    outcome              text,
    rating               integer check (rating between 1 and 5),
    wished               integer references staff (person_id),
    passed_over          integer not null default 0,
    messages             integer not null default 0,
    unanswered_red_since integer,
    alert_stage          integer not null default 0,
    checked_at           integer,
    erased_at            integer,
    check ((status = 'active') = (claimed_by is not null and closed_at is null)),
    check ((status = 'closed') = (closed_at is not null))
);
-- One open matter a person, refused by the database and not by a check before it.
create unique index one_open_request on help_request (person_id) where status <> 'closed';
create index help_request_waiting on help_request (triage, waiting_since, id) where status = 'waiting';
create index help_request_active on help_request (claimed_by) where status = 'active';
create index help_request_red on help_request (unanswered_red_since) where unanswered_red_since is not null;
create index help_request_claimed on help_request (first_claimed_at);

create table case_message (
    id             integer primary key autoincrement,
    request_id     integer not null references help_request (id),
    author         text    not null check (author in ('person', 'specialist', 'note')),
    author_id      integer not null references person (id),
    bot            integer not null,
    update_id      integer not null,
    source_message integer not null,
    kind           text    not null,
    words          blob    not null,
    media          blob,
    red            integer not null default 0,
    pattern        text,
    created_at     integer not null,
    delivered_at   integer,
    failure        text,
    unique (bot, update_id, request_id)
);
create index case_message_of_request on case_message (request_id, id);
create index case_message_source on case_message (author_id, source_message);

-- Which message in whose chat shows which line of which case. Replies are found here and never by text.
create table shown_message (
    person_id        integer not null references person (id),
    telegram_message integer not null,
    request_id       integer not null references help_request (id),
    message_id       integer references case_message (id),
    primary key (person_id, telegram_message)
);

-- The journal of a request: what happened when, and by whom; never a word.
create table request_event (
    id          integer primary key,
    request_id  integer not null references help_request (id),
    kind        text    not null,
    staff_id    integer,
    at          integer not null
);
create index request_event_of_request on request_event (request_id, id);

create table notice (
    id          integer primary key autoincrement,
    kind        text    not null,
    dedup_key   text    not null unique,
    recipient   integer not null references person (id),
    priority    integer not null,
    due_at      integer not null,
    not_after   integer,
    state       text    not null check (state in ('planned', 'pending', 'claimed', 'sending', 'sent', 'skipped', 'dead')),
    lease_until integer,
    attempts    integer not null default 0,
    in_doubt    integer not null default 0,
    request_id  integer,
    message_id  integer,
    version     integer,
    created_at  integer not null,
    settled_at  integer
);
create index notice_planned on notice (due_at) where state = 'planned';
create index notice_pending on notice (priority, id) where state = 'pending';
create index notice_taken on notice (lease_until) where state in ('claimed', 'sending');
create index notice_settled on notice (settled_at) where settled_at is not null;
create index notice_recipient on notice (recipient) where state in ('pending', 'claimed');

-- What Telegram delivered, before it may forget it. The payload goes as soon as it is handled.
create table inbox (
    bot          integer not null,
    update_id    integer not null,
    person       blob    not null,
    payload      blob,
    state        text    not null check (state in ('new', 'done', 'poison')),
    attempts     integer not null default 0,
    received_at  integer not null,
    settled_at   integer,
    primary key (bot, update_id)
);
create index inbox_new on inbox (bot, update_id) where state = 'new';
create index inbox_settled on inbox (settled_at) where settled_at is not null;

-- What a person is in the middle of typing, for a day at most.
create table draft (
    person_id   integer primary key references person (id),
    state       text,
    data        blob,
    expires_at  integer not null
);
