-- Where each share went from one level to another in all that was ever counted, found looking back. Made anew from the counts; nothing else is kept here.
create table look_back (
  measure_id text primary key,
  looked_at timestamptz not null,
  -- The newest counted day that this look saw.
  last_on date not null,
  -- Changes with the teams that moved, as JSON.
  changes jsonb not null
);
