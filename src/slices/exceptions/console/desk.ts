/** What lies on the desk: the order as it was when it was read, and where the reader stands in it. It moves only when the reader acts. */
export type Desk = {
  ids: readonly string[]
  /** The item that is open. It may be none of the list, when a link named it. */
  at: string | null
  ticked: ReadonlySet<string>
  /** Items that wait and are not in the list yet, in the order of the server. */
  fresh: readonly string[]
  /** Items of the list that somebody else has answered meanwhile. They stay in their place until new ones are asked for. */
  answered: ReadonlySet<string>
  /** Where items stood that the reader has answered, for the way back. */
  away: ReadonlyMap<string, number>
  /** The server's newest order, for when it is asked for. */
  newest: readonly string[]
  isLoaded: boolean
}

export type DeskAct =
  | { do: 'read'; ids: readonly string[]; isAnew: boolean; opens: boolean }
  | { do: 'hear'; opened: readonly string[] }
  | { do: 'show-new' }
  | { do: 'go'; to: string | null }
  | { do: 'move'; by: number }
  | { do: 'tick'; id: string; to?: string }
  | { do: 'tick-all' }
  | { do: 'untick' }
  | { do: 'answer'; ids: readonly string[]; skips: ReadonlySet<string> }
  | { do: 'give-back'; ids: readonly string[]; opens: boolean }
  | { do: 'on-top'; ids: readonly string[] }
  | { do: 'settle'; ids: readonly string[] }

const none: ReadonlySet<string> = new Set()

export const emptyDesk: Desk = {
  ids: [],
  at: null,
  ticked: none,
  fresh: [],
  answered: none,
  away: new Map(),
  newest: [],
  isLoaded: false,
}

type Acts = { [name in DeskAct['do']]: (desk: Desk, act: Extract<DeskAct, { do: name }>) => Desk }

function without(set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const left = new Set(set)
  for (const id of ids) left.delete(id)
  return left
}

/** The order is the server's, less what the reader has just answered: the server may not have heard of that yet. */
function anew(desk: Desk, ids: readonly string[], opens: boolean): Desk {
  const shown = ids.filter((id) => !desk.away.has(id))
  const isShown = new Set(shown)
  const kept = new Set([...desk.ticked].filter((id) => isShown.has(id)))
  const at = desk.at ?? (opens ? (shown[0] ?? null) : null)
  return { ...desk, ids: shown, at, ticked: kept, fresh: [], answered: none, newest: ids, isLoaded: true }
}

function compared(desk: Desk, ids: readonly string[]): Desk {
  const known = new Set(desk.ids)
  const now = new Set(ids)
  const fresh = ids.filter((id) => !known.has(id) && !desk.away.has(id))
  const answered = new Set(desk.ids.filter((id) => !now.has(id)))
  return { ...desk, fresh, answered, newest: ids }
}

/** The nearest item that is still open: after the place, or else before it. */
function nearest(desk: Desk, from: number, skips: ReadonlySet<string>): string | null {
  const isFree = (id: string) => !desk.answered.has(id) && !skips.has(id)
  const after = desk.ids.slice(from).find(isFree)
  return after ?? desk.ids.slice(0, from).reverse().find(isFree) ?? desk.ids[Math.min(from, desk.ids.length - 1)] ?? null
}

function move(desk: Desk, by: number): Desk {
  const here = desk.at === null ? -1 : desk.ids.indexOf(desk.at)
  const step = Math.sign(by)
  let to = here < 0 ? -1 : here
  for (let left = Math.abs(by); left > 0; left -= 1) {
    let next = to + step
    while (desk.answered.has(desk.ids[next] ?? '')) next += step
    if (desk.ids[next] === undefined) break
    to = next
  }
  const id = desk.ids[Math.max(0, to)]
  return id === undefined || id === desk.at ? desk : { ...desk, at: id }
}

/** One item, or all from the open one to it. */
function tick(desk: Desk, id: string, to?: string): Desk {
  const ends = [desk.ids.indexOf(id), desk.ids.indexOf(to ?? id)].sort((one, other) => one - other)
  const range = to === undefined ? [id] : desk.ids.slice(ends[0], (ends[1] ?? 0) + 1)
  const isOn = to !== undefined || !desk.ticked.has(id)
  return { ...desk, ticked: isOn ? new Set([...desk.ticked, ...range]) : without(desk.ticked, range) }
}

function answer(desk: Desk, gone: readonly string[], skips: ReadonlySet<string>): Desk {
  const away = new Map(desk.away)
  const isGone = new Set(gone)
  for (const [place, id] of desk.ids.entries()) if (isGone.has(id)) away.set(id, place)
  for (const id of gone) if (!away.has(id)) away.set(id, 0)
  const ids = desk.ids.filter((id) => !isGone.has(id))
  const next = { ...desk, ids, away, ticked: without(desk.ticked, gone), fresh: desk.fresh.filter((id) => !isGone.has(id)) }
  if (desk.at === null || !isGone.has(desk.at)) return next
  // Where it stood, less what vanished above it: there its neighbour stands now.
  const before = desk.ids.indexOf(desk.at)
  const from = desk.ids.slice(0, Math.max(0, before)).filter((id) => !isGone.has(id)).length
  return { ...next, at: nearest(next, from, skips) }
}

function giveBack(desk: Desk, back: readonly string[], opens: boolean): Desk {
  const away = new Map(desk.away)
  const ids = [...desk.ids]
  const isListed = new Set(ids)
  const places = back.map((id) => ({ id, place: away.get(id) ?? 0 })).sort((one, other) => one.place - other.place)
  for (const { id, place } of places) {
    away.delete(id)
    if (!isListed.has(id)) ids.splice(place, 0, id)
  }
  return { ...desk, ids, away, answered: without(desk.answered, back), at: opens ? (back[0] ?? desk.at) : desk.at }
}

const home = (away: Desk['away'], ids: readonly string[]) => new Map([...away].filter(([id]) => !ids.includes(id)))

const acts: Acts = {
  read: (desk, { ids, isAnew, opens }) => {
    const isIdle = desk.ids.length === 0 && desk.away.size === 0
    return isAnew || !desk.isLoaded || isIdle ? anew(desk, ids, opens) : compared(desk, ids)
  },
  hear: (desk, { opened }) => {
    const known = new Set([...desk.ids, ...desk.fresh, ...desk.away.keys()])
    const fresh = opened.filter((id) => !known.has(id))
    return fresh.length === 0 ? desk : { ...desk, fresh: [...desk.fresh, ...fresh], newest: [...desk.newest, ...fresh] }
  },
  'show-new': (desk) => {
    const isGone = desk.at !== null && desk.answered.has(desk.at)
    return anew({ ...desk, at: isGone ? null : desk.at }, desk.newest, true)
  },
  go: (desk, { to }) => (desk.at === to ? desk : { ...desk, at: to }),
  move: (desk, { by }) => move(desk, by),
  tick: (desk, { id, to }) => tick(desk, id, to),
  'tick-all': (desk) => ({ ...desk, ticked: new Set(desk.ids.filter((id) => !desk.answered.has(id))) }),
  untick: (desk) => (desk.ticked.size === 0 ? desk : { ...desk, ticked: none }),
  answer: (desk, { ids, skips }) => answer(desk, ids, skips),
  'give-back': (desk, { ids, opens }) => giveBack(desk, ids, opens),
  // In effect: if the server lists it again, it is new work, such as what was said no to twice.
  settle: (desk, { ids }) => ({ ...desk, away: home(desk.away, ids) }),
  'on-top': (desk, { ids }) => {
    return {
      ...desk,
      away: home(desk.away, ids),
      ids: [...new Set([...ids, ...desk.ids])],
      answered: without(desk.answered, ids),
    }
  },
}

export function nextDesk(desk: Desk, act: DeskAct): Desk {
  return (acts[act.do] as (desk: Desk, act: DeskAct) => Desk)(desk, act)
}
