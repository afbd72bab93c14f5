-- Files that were imported, each with one mapping. The place up to which a file was read stands here and moves in the transaction that
-- writes its facts: a run that dies goes on where it was.
create table import_run (
  id uuid primary key,
  -- SHA-256 of the file and of the mapping, as hex.
  file_digest text not null,
  mapping_digest text not null,
  name text not null,
  title text not null,
  -- running, finished
  state text not null,
  -- Rows read = written + unchanged + rejected + left out.
  read bigint not null,
  written bigint not null,
  unchanged bigint not null,
  rejected bigint not null,
  left_out bigint not null,
  -- How much of the file was read, 0 to 1.
  share double precision not null,
  began_at timestamptz not null,
  changed_at timestamptz not null,
  finished_at timestamptz,
  unique (file_digest, mapping_digest)
);
create index import_run_changed on import_run (changed_at, id);

-- Rows that could not be used. What stood in them is not kept here.
create table import_reject (
  import_id uuid not null,
  line bigint not null,
  reason text not null,
  primary key (import_id, line)
);
