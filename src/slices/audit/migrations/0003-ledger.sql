-- The ledger: a Merkle tree over the entries of every source, append-only, in tiles of 256 hashes (C2SP tlog-tiles).
-- One appends at a time; everything below commits together with the checkpoint that covers it.
create table ledger_head (
  is_only boolean primary key default true check (is_only),
  size bigint not null check (size >= 0)
);
insert into ledger_head (size) values (0);

-- How far each source is in the tree.
create table ledger_source (
  source text primary key,
  last_seq bigint not null check (last_seq > 0)
);

-- Which leaves came from where: the leaf of (source, seq) is first_leaf + (seq - first_seq).
create table ledger_range (
  first_leaf bigint primary key check (first_leaf >= 0),
  source text not null,
  first_seq bigint not null check (first_seq > 0),
  leaf_count bigint not null check (leaf_count > 0),
  unique (source, first_seq)
);

-- Hashes do not compress: storing them as they are saves the attempt.
create table ledger_tile (
  level int not null check (level between 0 and 7),
  tile bigint not null check (tile >= 0),
  hashes bytea not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  primary key (level, tile)
);
alter table ledger_tile alter column hashes set storage external;

-- Signed statements of size and root, as an outsider keeps them.
create table ledger_checkpoint (
  size bigint primary key check (size > 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  signed_at timestamptz not null
);

-- Public keys that signed, and from which size on. Private keys are never in this table.
create table ledger_key (
  verifier_key text primary key,
  key_name text not null,
  key_id text not null,
  algorithm text not null,
  first_size bigint not null,
  first_used_at timestamptz not null
);
