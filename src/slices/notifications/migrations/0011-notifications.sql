-- Where messages go. Null as team: the whole organisation. `secret` holds what gets us in (a password, a key, the whole
-- address of a Slack webhook, the signing secrets of a webhook) and is read by the sender only.
create table channel (
  id uuid primary key,
  team_id text,
  kind text not null check (kind in ('smtp', 'slack', 'pagerduty', 'alertmanager', 'webhook')),
  name text not null,
  settings jsonb not null,
  secret jsonb not null,
  -- What a signed webhook is told of.
  events text[] not null,
  ai_agent_id text,
  is_on boolean not null,
  off_because text,
  -- Failures of the other side in a row, and until when it is left alone after the last.
  failures int not null default 0,
  rests_until timestamptz,
  etag int not null,
  made_at timestamptz not null,
  check (kind <> 'smtp' or team_id is null)
);
create unique index channel_one_smtp on channel (kind) where kind = 'smtp';
create index channel_team on channel (team_id, id);
create index channel_webhook on channel (team_id) where kind = 'webhook' and is_on;

-- One message to one channel. Team '*' stands for what belongs to no single team. The name and kind of the channel are those
-- at the time. `message` is emptied once it was delivered: what it said and to whom is not kept.
-- While a try is under way next_try_at lies ahead: it is the lease, and a node that dies leaves it to end by itself.
create table delivery (
  team_id text not null,
  id uuid not null,
  channel_id uuid not null,
  channel_name text not null,
  channel_kind text not null,
  kind text not null,
  subject text not null,
  message jsonb not null,
  state text not null check (state in ('waiting', 'delivered', 'failed', 'given_up')),
  tries int not null default 0,
  next_try_at timestamptz,
  gives_up_at timestamptz not null,
  last_status int,
  last_problem text,
  created_at timestamptz not null,
  delivered_at timestamptz,
  is_drill boolean not null,
  primary key (team_id, id)
);
create index delivery_due on delivery (channel_id, next_try_at) where state = 'waiting';
create index delivery_list on delivery (id desc);
create index delivery_of_team on delivery (team_id, id desc);
create index delivery_ends on delivery (gives_up_at) where state = 'waiting';
create index delivery_created on delivery (created_at) where state <> 'waiting';

create view pub_delivery as select d.team_id, d.id, d.state, d.delivered_at from delivery d;
