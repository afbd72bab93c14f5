-- What was done, by whom (a pseudonym), to what. Append-only: nothing here is ever updated or deleted.
-- `entry` is the exact text whose hash is a leaf of the ledger; `detail` (what changed, the reason) may hold personal
-- data and can be erased without breaking the proof, because `entry` holds only its salted hash.
create table audit_entry (
  id uuid primary key,
  seq bigint not null unique,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('person', 'api_key', 'operator', 'system', 'nobody')),
  actor text not null,
  action text not null,
  subject text not null,
  entry text not null,
  detail text,
  salt bytea
);
create index audit_entry_subject on audit_entry (subject, seq);
create index audit_entry_action on audit_entry (action, seq);
create index audit_entry_actor on audit_entry (actor, seq);
-- What people changed, among the many reports of outcomes.
create index audit_entry_changes on audit_entry (seq) where action not like '%.outcome';

-- Entries are numbered without gaps in the order of their commits: whoever writes holds this row until the commit.
create table audit_head (
  is_only boolean primary key default true check (is_only),
  seq bigint not null
);
insert into audit_head (seq) values (0);
