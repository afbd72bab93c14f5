import { recordEvents } from '#slices/conversations/index.ts'
import { versionsOf } from '#slices/measures/index.ts'
import { recordAccess, recordExposure, recordSuggestions, recordTraining } from '#slices/usage/index.ts'

/** The window that the facts lie in: 364 days, Monday to Sunday. */
export const window = { from: '2025-11-17', days: 364, last: '2026-11-15' }
export const teams = Array.from({ length: 40 }, (_, n) => `team-${String(n).padStart(2, '0')}`)

const [first] = teams
const dayMs = 86_400_000
const begin = Date.parse(`${window.from}T00:00:00Z`)
const peopleInTeam = 60
const instant = (ms) => new Date(ms).toISOString()

/** Always the same numbers: a seed is no chance. */
function makeChance(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Three steps each, spread over the window and five kinds of case; every fifth customer comes back about the same thing. */
function conversationsOf(count, from, to) {
  const events = []
  for (let n = from; n < to; n++) {
    const chance = makeChance(n * 7919 + 1)
    for (let burn = 0; burn < 3; burn++) chance()
    const at = begin + Math.floor((n / count) * window.days * dayMs)
    const ended = Math.min(at + 600_000 + Math.floor(chance() * 2 * dayMs), begin + window.days * dayMs)
    const customer = `c-${n % 5 === 4 ? n - 4 : n}`
    const shared = {
      team: first,
      source: 'bench',
      conversation: `k${n}`,
      aiAgent: 'bench-bot',
      reason: `kind-${1 + (Math.floor(n / 5) % 5)}`,
      channel: 'mail',
      customer,
    }
    const facts = {
      reopens: chance() < 0.04 ? 1 : 0,
      reassignments: chance() < 0.2 ? 1 : 0,
      slaMet: chance() < 0.8,
      knowledgeUsed: chance() < 0.6,
    }
    const rest = { handleSeconds: 60 + Math.floor(chance() * 900), costCents: 5 + Math.floor(chance() * 40), currency: 'USD' }
    events.push({ ...shared, event: 'a', at: instant(at), kind: 'opened' })
    events.push({
      ...shared,
      event: 'b',
      at: instant(Math.min(at + 60_000, ended)),
      kind: chance() < 0.25 ? 'handed_over' : 'ai_agent_answered',
    })
    events.push({ ...shared, event: 'c', at: instant(ended), kind: 'resolved', facts: { ...facts, ...rest } })
  }
  return events
}

/** The rows of one team, recorded like any others: what is copied afterwards is what the product itself wrote. */
export async function recordOneTeam(db, { conversations, at, isUseTold = true }) {
  const parts = { at, pseudonymKey: Buffer.alloc(32, 1), versions: await versionsOf(db), keepsRaw: false }
  for (let from = 0; from < conversations; from += 5000) {
    const events = conversationsOf(conversations, from, Math.min(conversations, from + 5000))
    await db.tx((tx) => recordEvents(tx, events, parts))
  }
  if (isUseTold) await recordUse(db, parts)
}

/** What one person was shown on one day, and did with it: nothing on every tenth. */
function dayOfUse(person, { place, day }) {
  const on = begin + day * dayMs
  const chance = makeChance(day * 1009 + place * 31 + 5)
  for (let burn = 0; burn < 3; burn++) chance()
  const exposure = { team: first, day: instant(on).slice(0, 10), person, eligibleTickets: 8 + Math.floor(chance() * 8), assistedTickets: 4 }
  if (chance() < 0.1) return { exposure, suggestions: [] }
  const shownAt = on + 9 * 3_600_000 + Math.floor(chance() * 8 * 3_600_000)
  const [outcome, reason] = chance() < 0.55 ? ['accepted'] : ['rejected', 'knowledge_missing']
  const told = { team: first, person, aiAgent: 'bench-bot', kind: `kind-${1 + (place % 5)}`, shownAt: instant(shownAt), outcome, reason }
  const answeredAt = instant(shownAt + 5000 + Math.floor(chance() * 60_000))
  return { exposure, suggestions: [{ ...told, id: `s-${day}-${place}`, answeredAt, confidence: chance() }] }
}

/** 60 people on each working day of the year. */
async function recordUse(db, parts) {
  const people = Array.from({ length: peopleInTeam }, (_, n) => `p-${n}`)
  const workingDays = Array.from({ length: window.days }, (_, day) => day).filter((day) => day % 7 < 5)
  const days = workingDays.flatMap((day) => people.map((person, place) => dayOfUse(person, { place, day })))
  const [suggestions, exposure] = [days.flatMap((each) => each.suggestions), days.map((each) => each.exposure)]
  const access = people.map((person) => ({ team: first, person, from: instant(begin) }))
  const training = people.map((person) => ({ team: first, person, kind: 'basics', at: instant(begin + dayMs) }))
  for (const [record, facts] of [
    [recordSuggestions, suggestions],
    [recordExposure, exposure],
    [recordAccess, access],
    [recordTraining, training],
  ])
    for (let from = 0; from < facts.length; from += 5000) await db.tx((tx) => record(tx, facts.slice(from, from + 5000), parts))
}

/** Tables of facts, and of what is kept beside them, each with what a copy has for the columns that name a team or a thing of its own. */
const tables = {
  conversation_home: { isFolded: true, own: { team_id: 'team', first_team_id: 'team', external_id: 'name' } },
  conversation_event: { isFolded: true, own: { team_id: 'team', external_id: 'name', events: 'text' } },
  conversation: { isFolded: true, own: { team_id: 'team', external_id: 'name', customer: 'name' } },
  suggestion: { own: { team_id: 'team', pseudonym: 'name' } },
  use_day: { own: { team_id: 'team', pseudonym: 'name' } },
  exposure: { own: { team_id: 'team', pseudonym: 'name' } },
  person_access: { own: { team_id: 'team', pseudonym: 'name' } },
  training: { own: { team_id: 'team', pseudonym: 'name' } },
  use_mark: { own: { team_id: 'team' } },
  refusal_day: { own: { team_id: 'team' } },
  confidence_day: { own: { team_id: 'team' } },
  rollup_place: { own: { team_id: 'team', n: 'counts', x: 'counts', total: 'counts', squares: 'counts' } },
  rollup_spread: { own: { team_id: 'team', n: 'count' } },
  rollup_hour: { own: { team_id: 'team', n: 'count', x: 'count' } },
}

const ofUse = `measure_id in ('suggestions', 'accepted', 'kept', 'answer_time_median', 'right', 'right_in_scope')`

const copyOf = {
  team: (_, { team }) => `'${team}'`,
  name: (column, { place }) => `${column} || '-${place}-' || k`,
  text: (column, { team }) => `replace(${column}, '"${first}"', '"${team}"')`,
  count: (column, { fold }) => `case when ${ofUse} then ${column} else ${column} * ${fold} end`,
  counts: (column, { fold }) =>
    `case when facts in ('suggestions', 'grades') then ${column}
     else array(select each * ${fold} from unnest(${column}) with ordinality as all_of_it (each, slot) order by slot) end`,
}

/** Makes of the one team forty, and of each conversation `fold`: tables and counts are then what recording all of them would have left. */
export async function multiply(db, { fold, onTeam = () => {} }) {
  const columns = new Map()
  for (const table of Object.keys(tables)) columns.set(table, await columnsOf(db, table))
  for (const [place, team] of [...teams.entries()].reverse()) {
    for (const table of Object.keys(tables)) await copyTo(db, { table, columns: columns.get(table), team, place, fold })
    onTeam(teams.length - place)
  }
  // The first team counts its own copies last: all others were made of it.
  for (const [table, { own }] of Object.entries(tables)) {
    const counts = Object.keys(own).filter((column) => own[column].startsWith('count'))
    if (counts.length > 0)
      await db.query(
        `update ${table} set ${counts.map((column) => `${column} = ${copyOf[own[column]](column, { fold })}`).join(', ')} where team_id = '${first}'`,
      )
  }
  await db.query('vacuum analyze')
}

async function copyTo(db, { table, columns, team, place, fold }) {
  const { own, isFolded } = tables[table]
  if (team === first && !isFolded) return
  const values = columns.map((column) => copyOf[own[column]]?.(column, { team, place, fold }) ?? column)
  const copies = `cross join generate_series(${team === first ? 2 : 1}, ${fold}) k where external_id not like '%-%' and`
  const source = isFolded ? copies : 'cross join (select 1 as k) k where'
  await db.query(
    `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from ${table} t ${source} t.team_id = '${first}'`,
  )
}

async function columnsOf(db, table) {
  const rows = await db.query(
    'select column_name from information_schema.columns where table_name = $1 and table_schema = current_schema() order by ordinal_position',
    [table],
  )
  return rows.map(({ column_name }) => column_name)
}
