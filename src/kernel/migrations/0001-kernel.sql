-- One answer for each Idempotency-Key of an actor, written in the transaction of the write itself.
create table idempotency_key (
  actor_id text not null,
  key text not null,
  digest text not null,
  answer jsonb,
  at timestamptz not null,
  primary key (actor_id, key)
);
create index idempotency_key_at on idempotency_key (at);

-- One row. It moves with every change that a running node must know of before it decides again.
create table house_epoch (
  is_only boolean primary key default true check (is_only),
  epoch bigint not null
);
insert into house_epoch (epoch) values (1);

-- What moved at which epoch, so that nodes forget only what changed.
create table epoch_change (
  epoch bigint primary key,
  kind text not null,
  key text not null
);

-- What this installation is called in signatures, and other facts that are set once.
create table installation (
  is_only boolean primary key default true check (is_only),
  id text not null,
  made_at timestamptz not null default now()
);
