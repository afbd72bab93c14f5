import { type Chance, type Clock, systemChance, systemClock } from '#kernel/clock.ts'
import type { Config } from '#kernel/config.ts'
import { type ConnectionSettings, type Db, openDb } from '#kernel/db.ts'
import { type EpochWatch, watchEpoch } from '#kernel/epoch.ts'
import { type App, type House, makeApp, serve } from '#kernel/http.ts'
import { migrate } from '#kernel/migrate.ts'
import { type LeafSource, loadOrCreateFileSigner, makeAudit, mountAudit, type Signer, tableSource } from '#slices/audit/index.ts'
import { makeRunner, mountCapacity } from '#slices/capacity/index.ts'
import {
  type Bell,
  type Decider,
  ensurePartitions,
  makeBell,
  makeDecider,
  makeWriter,
  mountDecisions,
  type Rejudge,
} from '#slices/decisions/index.ts'
import { exceptionsTick, mountExceptions, openForFailure } from '#slices/exceptions/index.ts'
import { loadOrMakeOperatorKey, makeIdentity, mountIdentity, people, peopleByTeam, pseudonymKeyOf } from '#slices/identity/index.ts'
import { extraCasesSince, requireMayLaunch } from '#slices/limits/index.ts'
import type { Sender } from '#slices/notifications/index.ts'
import { mountPolicy } from '#slices/policy/index.ts'
import { discover, mountRegistry } from '#slices/registry/index.ts'
import { makeDoorEnd } from './close-door.ts'
import * as contract from './contract.ts'
import { insideCall } from './inside-call.ts'
import { type Hub, makeHub } from './live.ts'
import { openApiDocument } from './openapi.ts'
import { escalationStep, startSending } from './outside.ts'
import { playSample } from './play-sample.ts'
import { makeSafeguards } from './safeguards.ts'
import { makeSample, type Sample } from './sample.ts'
import { serveConsole } from './static.ts'
import { currenciesOf, makeSurroundings } from './surroundings.ts'
import { makeTail, type Tail } from './tail.ts'
import { makeTruth } from './truth.ts'
import { version } from './version.ts'

type Ledger = { sources: readonly LeafSource[]; signer: Signer }

export type HouseOptions = {
  config: Config
  /** How the database is reached. */
  connection: ConnectionSettings
  clock?: Clock
  chance?: Chance
  log?: House['log']
  checksAnswers?: boolean
  /** Where the built console is; beside the server unless told. */
  publicDir?: string
}

/** One running Pilotage: everything is made here, in order, and handed to those that need it. */
export type Running = {
  app: App
  db: Db
  watch: EpochWatch
  decider: Decider
  bell: Bell
  tail: Tail
  sender: Sender
  operatorKey: string
  ledger: Ledger
  /** A link for the first administrator, null when there is one already. */
  setupLink(baseUrl: string): Promise<string | null>
  stop(): Promise<void>
}

/** Opens the database, brings it up to date, mounts every slice, and begins to follow the facts. Does not listen yet. */
export async function startHouse(options: HouseOptions): Promise<Running> {
  const db = openDb({ ...options.connection, poolSize: 12 })
  const watch = watchEpoch(db)
  try {
    return await furnish(options, await layGround(options, { db, watch }))
  } catch (error) {
    await watch.stop()
    await db.close()
    throw error
  }
}

async function furnish(options: HouseOptions, ground: Ground): Promise<Running> {
  const { db, watch, clock, chance, ledger, identity, house } = ground
  const writer = (rejudge: Rejudge) => makeWriter({ db, chance, batchMax: options.config.batchMax, rejudge })
  const around = makeSurroundings(db, watch)
  const decider = makeDecider({ db, chance, watch, around, writer })
  const hub = makeHub({ db, watch, clock })
  const bell = makeBell({ db, watch })
  const { groupFloorPeople, keepsRawTranscripts } = options.config
  const safeguards = makeSafeguards({ ...ground, decider, groupFloor: groupFloorPeople })
  const truth = makeTruth({ ...ground, connection: options.connection, keepsRawTranscripts, groupFloor: groupFloorPeople })
  const runner = makeRunner({ db, clock, log: house.log })
  const tail = makeTail({
    db,
    clock,
    log: house.log,
    ledger,
    discover: (tx, pairs) => discover(tx, pairs, { audit: house.audit, now: clock.now() }),
    steps: [
      (now) => exceptionsTick({ db, currenciesOf: (type) => currenciesOf(around, type) }, now),
      escalationStep(() => app, { ...options, chance }),
      ...safeguards.steps,
      ...truth.steps,
      runner.tick,
    ],
  })
  const app = makeApp(house)
  const closeDoor = makeDoorEnd(app)
  const sample = makeSample({ db, log: house.log, call: insideCall(app, ground.operatorKey), caughtUp: tail.runOnce, play: playSample })
  mountRecords(app, { ...ground, around })
  mountDecisions(app, { decider, around, bell, onFailure: openForFailure })
  mountExceptions(app, { chance, decider, knownTeams: people.teams, peopleByTeam, groupFloorPeople })
  safeguards.mount(app)
  mountCapacity(app, { chance, runner, groupFloorPeople, extraCases: extraCasesSince })
  truth.mount(app)
  const sender = startSending(app, { ...options, house, clock, chance })
  mountHouse(app, { hub, sample })
  await serveConsole(app, options.publicDir)
  tail.start()
  await bell.start()
  const stop = async () => {
    hub.stop()
    await bell.stop()
    await sample.stop()
    await closeDoor()
    await decider.stop()
    await tail.stop()
    await runner.stop()
    await truth.stop()
    await sender.stop()
    await watch.stop()
    await db.close()
  }
  return { app, db, watch, decider, bell, tail, sender, operatorKey: ground.operatorKey, ledger, setupLink: identity.setupLink, stop }
}

function mountRecords(app: App, { identity, ledger, watch, around }: Ground & { around: Around }): void {
  mountIdentity(app, identity)
  mountRegistry(app, people, requireMayLaunch)
  mountPolicy(app, { requireTeam: identity.requireTeam, bundle: { ...around, watch } })
  mountAudit(app, ledger)
}

type Around = ReturnType<typeof makeSurroundings>

type Ground = Awaited<ReturnType<typeof layGround>>

/** What every slice stands on: the database, the clock, who is acting, what was done. */
async function layGround(options: HouseOptions, { db, watch }: { db: Db; watch: EpochWatch }) {
  const { config, clock = systemClock, chance = systemChance(), log = () => {} } = options
  await migrate(db)
  await ensurePartitions(db, clock.now())
  await watch.start()
  const operatorKey = loadOrMakeOperatorKey(config.dataDir, chance)
  const pseudonymKey = pseudonymKeyOf(config.dataDir, chance)
  const audit = makeAudit(chance)
  const identity = await makeIdentity({ db, clock, chance, audit, watch, config, operatorKey })
  const house: House = { db, clock, audit, identify: identity.identify, log, checksAnswers: options.checksAnswers }
  const origin = `pilotage.local/${await installationId(db, chance.uuid(clock.now()))}`
  const sources = [tableSource('audit', 'audit_entry'), tableSource('decisions', 'decision')]
  const ledger: Ledger = { sources, signer: loadOrCreateFileSigner(config.dataDir, origin) }
  return { db, watch, clock, chance, operatorKey, pseudonymKey, identity, house, ledger }
}

/** What this installation is called in its ledger's signatures: made once, kept in the database. */
async function installationId(db: Db, fresh: string): Promise<string> {
  await db.query('insert into installation (id) values ($1) on conflict do nothing', [fresh])
  const [row] = await db.query<{ id: string }>('select id from installation')
  return row?.id ?? fresh
}

function mountHouse(app: App, parts: { hub: Hub; sample: Sample }): void {
  serve(app, contract.health, async (ctx) => {
    const [row] = await ctx.db.query<{ version: string }>("select current_setting('server_version') as version")
    return { status: 'ok' as const, version, database: `PostgreSQL ${row?.version ?? ''}` }
  })
  // It never changes while we run, and making it takes a hundred times as long as sending it.
  let document: ReturnType<typeof openApiDocument> | undefined
  serve(app, contract.openApi, () => {
    document ??= openApiDocument()
    return document
  })
  serve(app, contract.events, (ctx) => parts.hub.open(ctx.actor))
  serve(app, contract.getSample, (ctx) => parts.sample.state(ctx))
  serve(app, contract.loadSample, (ctx) => parts.sample.load(ctx))
}
