import type { Queryable } from '#kernel/db.ts'
import {
  type Access,
  accessKey,
  type Exposure,
  exposureKey,
  greaterExposure,
  longerAccess,
  type Training,
  trainingKey,
} from '../person-facts.ts'
import { column, type Shelf } from './shelf.ts'
import { newOnes } from './suggestions.ts'

export const trainingShelf: Shelf<Training> = {
  keyOf: trainingKey,
  merge: (known) => known,
  async insert(tx, facts, at) {
    const rows = await tx.query<Pick<Training, 'teamId' | 'pseudonym' | 'kind' | 'at'>>(
      `insert into training (team_id, pseudonym, kind, at, recorded_at)
       select g.*, $5 from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as g
       on conflict (team_id, pseudonym, kind, at) do nothing
       returning team_id as "teamId", pseudonym, kind, at`,
      [column(facts, 'teamId'), column(facts, 'pseudonym'), column(facts, 'kind'), column(facts, 'at'), at],
    )
    return rows
  },
  hold: async () => [],
  update: async () => {},
}

export const accessShelf: Shelf<Access> = {
  keyOf: accessKey,
  merge: longerAccess,
  insert: (tx, facts, at) =>
    tx.query<Access>(
      `insert into person_access (team_id, pseudonym, from_at, until_at, recorded_at)
       select g.*, $5 from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as g
       on conflict (team_id, pseudonym, from_at) do nothing
       returning team_id as "teamId", pseudonym, from_at as "from", until_at as "until"`,
      [column(facts, 'teamId'), column(facts, 'pseudonym'), column(facts, 'from'), column(facts, 'until'), at],
    ),
  hold: (tx, facts) =>
    tx.query<Access>(
      `select s.team_id as "teamId", s.pseudonym, s.from_at as "from", s.until_at as "until"
         from person_access s
         join unnest($1::text[], $2::text[], $3::timestamptz[]) as g (team_id, pseudonym, from_at) using (team_id, pseudonym, from_at)
        order by s.team_id, s.pseudonym, s.from_at for update of s`,
      [column(facts, 'teamId'), column(facts, 'pseudonym'), column(facts, 'from')],
    ),
  async update(tx, facts, at) {
    await tx.query(
      `update person_access s set until_at = g.until_at, recorded_at = $5
         from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as g (team_id, pseudonym, from_at, until_at)
        where s.team_id = g.team_id and s.pseudonym = g.pseudonym and s.from_at = g.from_at`,
      [column(facts, 'teamId'), column(facts, 'pseudonym'), column(facts, 'from'), column(facts, 'until'), at],
    )
  },
}

const exposureColumns = (facts: readonly Exposure[]) => [
  column(facts, 'teamId'),
  column(facts, 'day'),
  column(facts, 'pseudonym'),
  column(facts, 'eligibleTickets'),
  column(facts, 'assistedTickets'),
]

export const exposureShelf: Shelf<Exposure> = {
  keyOf: exposureKey,
  merge: greaterExposure,
  async insert(tx, facts, at) {
    const rows = await tx.query<{ key: string }>(
      `insert into exposure (team_id, day, pseudonym, eligible_tickets, assisted_tickets, recorded_at)
       select g.*, $6 from unnest($1::text[], $2::date[], $3::text[], $4::int[], $5::int[]) as g
       on conflict (team_id, day, pseudonym) do nothing
       returning team_id || chr(9) || day::text || chr(9) || pseudonym as key`,
      [...exposureColumns(facts), at],
    )
    return newOnes(facts, exposureKey, rows)
  },
  hold: (tx, facts) =>
    tx.query<Exposure>(
      `select s.team_id as "teamId", s.day::text as day, s.pseudonym, s.eligible_tickets as "eligibleTickets",
              s.assisted_tickets as "assistedTickets"
         from exposure s join unnest($1::text[], $2::date[], $3::text[]) as g (team_id, day, pseudonym) using (team_id, day, pseudonym)
        order by s.team_id, s.day, s.pseudonym for update of s`,
      [column(facts, 'teamId'), column(facts, 'day'), column(facts, 'pseudonym')],
    ),
  async update(tx, facts, at) {
    await tx.query(
      `update exposure s set eligible_tickets = g.eligible_tickets, assisted_tickets = g.assisted_tickets, recorded_at = $6
         from unnest($1::text[], $2::date[], $3::text[], $4::int[], $5::int[])
           as g (team_id, day, pseudonym, eligible_tickets, assisted_tickets)
        where s.team_id = g.team_id and s.day = g.day and s.pseudonym = g.pseudonym`,
      [...exposureColumns(facts), at],
    )
  },
}

/** Who could use AI agents in these teams at some time in a window, by pseudonym. */
export function accessPeriods(db: Queryable, { teams, from, to }: { teams: readonly string[]; from: Date; to: Date }): Promise<Access[]> {
  return db.query<Access>(
    `select s.team_id as "teamId", s.pseudonym, s.from_at as "from", s.until_at as "until" from person_access s
      where s.team_id = any ($1) and s.from_at < $3 and (s.until_at is null or s.until_at > $2)
      order by s.team_id, s.pseudonym, s.from_at`,
    [teams, from, to],
  )
}

/** Trainings before an instant, by pseudonym. */
export function trainingsUntil(db: Queryable, { teams, to }: { teams: readonly string[]; to: Date }): Promise<Training[]> {
  return db.query<Training>(
    `select s.team_id as "teamId", s.pseudonym, s.kind, s.at from training s where s.team_id = any ($1) and s.at < $2
      order by s.team_id, s.pseudonym, s.at`,
    [teams, to],
  )
}
