-- What went before: a draft as it was when the update that changed it arrived, so that an update handled twice finds
-- the same question open; and a case as it was closed, so that taking it up again and leaving it changes nothing.

alter table draft add column bot integer;
alter table draft add column update_id integer;
alter table draft add column before_state text;
alter table draft add column before_data blob;

alter table help_request add column resumed_at integer;
alter table help_request add column specialist_before integer references staff (person_id);
alter table help_request add column closed_before integer;
alter table help_request add column triage_before integer;
alter table help_request add column category_before text;
