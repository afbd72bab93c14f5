-- Who answers for what a measure means, where it is not the centre of excellence.
create table measure_owner (
  measure_id text primary key,
  owner text not null,
  set_at timestamptz not null
);
