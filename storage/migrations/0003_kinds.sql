-- Every kind of message: which line answers or replaces which, which belong to one album, what was taken back, and
-- what the other side put under a line. A voice is an identity: that is asked about once, and the yes is remembered.

alter table case_message add column answers integer;
alter table case_message add column album integer;
alter table case_message add column taken_back_at integer;
alter table case_message add column reaction blob;
create index case_message_album on case_message (album) where album is not null;

alter table person add column voice_agreed integer not null default 0;
