import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerWorld, recordRows, signer, sources } from '../../../../../tests/ledger-world.ts'
import { readCheckpoint } from '../checkpoint.ts'
import { edgeRoot, newEdge, pushLeaf } from '../edge.ts'
import { leafHash } from '../hash.ts'
import { openNote, readVerifierKey } from '../note.ts'
import { verifyConsistency, verifyInclusion } from '../proof.ts'
import { ed25519Signer } from '../signer.ts'
import { appendLeaves } from './append.ts'
import { consistencyProof, inclusionProof, ledgerStatus, proveRow } from './proofs.ts'
import { tableSource } from './source.ts'
import { checkpointsBetween, rangesOver } from './tables.ts'

type World = Awaited<ReturnType<typeof ledgerWorld>>
const worlds: World[] = []

async function fresh(): Promise<World> {
  const world = await ledgerWorld()
  worlds.push(world)
  return world
}

afterAll(() => Promise.all(worlds.map((world) => world.drop())))

const keys = [readVerifierKey(signer.verifierKey)!]

/** The root over the rows in the order that the ranges tell, computed from the tables alone. */
async function rootFromRows({ db }: World, size: number): Promise<Buffer> {
  const edge = newEdge()
  for (const range of await rangesOver(db, { start: 0, end: size })) {
    const rows = await db.query<{ entry: string }>(`select entry from demo_${range.source} where seq >= $1 order by seq limit $2`, [
      range.firstSeq,
      range.leafCount,
    ])
    for (const { entry } of rows) pushLeaf(edge, leafHash(entry))
  }
  expect(edge.size).toBe(size)
  return edgeRoot(edge)
}

describe('what was recorded comes into the tree', () => {
  test('nothing recorded, nothing signed', async () => {
    const world = await fresh()
    expect(await world.append()).toEqual({ state: 'done', appended: 0, size: 0, hasMore: false })
    expect(await ledgerStatus(world.db)).toEqual({ checkpoint: undefined, lastSeqs: new Map() })
    expect(await proveRow(world.db, { source: 'audit', seq: 1 })).toBeUndefined()
  })

  test('the checkpoint states size and root over the rows of all sources, signed', async () => {
    const world = await fresh()
    await world.record('audit', 3)
    await world.record('decision', 700)
    expect(await world.append()).toMatchObject({ appended: 703, size: 703 })
    await world.record('audit', 2)
    expect(await world.append()).toMatchObject({ appended: 2, size: 705 })
    const { checkpoint, lastSeqs } = await ledgerStatus(world.db)
    expect(lastSeqs).toEqual(
      new Map([
        ['audit', 5],
        ['decision', 700],
      ]),
    )
    const opened = openNote(checkpoint!.note, keys)
    expect(opened.ok && readCheckpoint(opened.text)).toEqual({ origin: signer.name, size: 705, root: await rootFromRows(world, 705) })
    expect(await world.db.query('select key_id, first_size from ledger_key')).toEqual([{ key_id: signer.keyId, first_size: 703 }])
  })

  test('more rows than one call takes are left for the next, and the call says so', async () => {
    const world = await fresh()
    await world.record('audit', 25)
    expect(await world.append({ leafLimit: 10 })).toMatchObject({ appended: 10, hasMore: true })
    expect(await world.append({ leafLimit: 10 })).toMatchObject({ appended: 10, hasMore: true })
    expect(await world.append({ leafLimit: 10 })).toMatchObject({ appended: 5, hasMore: false, size: 25 })
    expect(await rangesOver(world.db, { start: 0, end: 25 })).toHaveLength(1)
  })

  test('only one node appends at a time; the other is told that it is busy and waits for nothing', async () => {
    const world = await fresh()
    await world.record('audit', 5)
    await world.db.tx(async (tx) => {
      await appendLeaves(tx, sources, { signer, now: new Date() })
      expect(await world.append()).toEqual({ state: 'busy' })
    })
    expect(await world.append()).toMatchObject({ appended: 0, size: 5 })
  })

  test('an append that does not commit leaves nothing behind', async () => {
    const world = await fresh()
    await world.record('audit', 300)
    const broken = world.db.tx(async (tx) => {
      await appendLeaves(tx, sources, { signer, now: new Date() })
      throw new Error('power cut')
    })
    await expect(broken).rejects.toThrow('power cut')
    expect(await world.append()).toMatchObject({ appended: 300, size: 300 })
    expect((await ledgerStatus(world.db)).checkpoint?.root).toEqual(await rootFromRows(world, 300))
  })

  test('of ten minutes and 1,024 entries only the last checkpoint stays', async () => {
    const world = await fresh()
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute))
    for (const [count, minute] of [
      [10, 0],
      [10, 1],
      [10, 9],
      [10, 11],
      [1000, 12],
      [10, 12],
      [10, 31],
    ] as const) {
      await world.record('audit', count)
      await world.append({ now: at(minute) })
    }
    const kept = await checkpointsBetween(world.db, { above: 0, upTo: 5000, limit: 100 })
    expect(kept.map(({ size }) => size)).toEqual([30, 40, 1050, 1060])
  })

  test('no recorded row can miss the tree: writers on several connections, appenders on two', async () => {
    const world = await fresh()
    let isWriting = true
    const writer = async (source: 'audit' | 'decision', rounds: number) => {
      for (let i = 0; i < rounds; i += 1) {
        const attempt = world.db.tx(async (tx) => {
          await recordRows(tx, source, 1 + (i % 4))
          if (i % 3 === 0) await tx.query('select pg_sleep(0.002)')
          if (i % 7 === 0) throw new Error('rolled back')
        })
        await attempt.catch((error: Error) => expect(error.message).toBe('rolled back'))
      }
    }
    const appender = async () => {
      while (isWriting) await world.append({ leafLimit: 50 })
    }
    const appenders = [appender(), appender()]
    await Promise.all([writer('audit', 60), writer('audit', 60), writer('audit', 60), writer('decision', 60), writer('decision', 60)])
    isWriting = false
    await Promise.all(appenders)
    let last = await world.append()
    while (last.state === 'done' && last.hasMore) last = await world.append()

    const [rows] = await world.db.query<{ audit: number; decision: number }>(
      'select (select count(*) from demo_audit) as audit, (select count(*) from demo_decision) as decision',
    )
    const { checkpoint, lastSeqs } = await ledgerStatus(world.db)
    expect(Object.fromEntries(lastSeqs)).toEqual(rows)
    expect(checkpoint?.size).toBe(rows!.audit + rows!.decision)
    expect(checkpoint?.root).toEqual(await rootFromRows(world, checkpoint!.size))
    for (const source of ['audit', 'decision'] as const)
      for (const { seq, entry } of await world.db.query<{ seq: number; entry: string }>(`select seq, entry from demo_${source}`)) {
        const proved = await proveRow(world.db, { source, seq })
        expect(proved?.leafHash).toEqual(leafHash(entry))
      }
  })
})

describe('proofs come from the tiles', () => {
  let world: World
  beforeAll(async () => {
    world = await fresh()
    for (const [i, count] of [255, 1, 1, 600, 300].entries()) {
      await world.record(i % 2 === 0 ? 'audit' : 'decision', count)
      await world.append({ now: new Date(Date.UTC(2026, 0, 5, i)) })
    }
  })

  test('a row is proved against the newest checkpoint, and only that row', async () => {
    for (const row of [
      { source: 'audit', seq: 1 },
      { source: 'audit', seq: 256 },
      { source: 'decision', seq: 601 },
      { source: 'audit', seq: 556 },
    ]) {
      const { leafIndex, leafHash: leaf, proof, checkpoint } = (await proveRow(world.db, row))!
      const claim = { leafIndex, size: checkpoint.size, leafHash: leaf, root: checkpoint.root, proof }
      const [stored] = await world.db.query<{ entry: string }>(`select entry from demo_${row.source} where seq = $1`, [row.seq])
      expect(leaf).toEqual(leafHash(stored!.entry))
      expect(verifyInclusion(claim)).toBe(true)
      expect(verifyInclusion({ ...claim, leafHash: leafHash(`${stored!.entry} `) })).toBe(false)
    }
    expect(await proveRow(world.db, { source: 'audit', seq: 557 })).toBeUndefined()
    expect(await proveRow(world.db, { source: 'nothing', seq: 1 })).toBeUndefined()
  })

  test('each checkpoint is the beginning of each later one, and entries are proved at every size', async () => {
    const checkpoints = await checkpointsBetween(world.db, { above: 0, upTo: 5000, limit: 100 })
    expect(checkpoints.map(({ size }) => size)).toEqual([255, 256, 257, 857, 1157])
    for (const from of checkpoints)
      for (const to of checkpoints.filter(({ size }) => size >= from.size)) {
        const proof = await consistencyProof(world.db, from.size, to.size)
        expect(verifyConsistency({ from: from.size, to: to.size, fromRoot: from.root, toRoot: to.root, proof })).toBe(true)
        const leaf = (await proveRow(world.db, { source: 'audit', seq: 200 }))!
        const inclusion = await inclusionProof(world.db, leaf.leafIndex, to.size)
        expect(
          verifyInclusion({ leafIndex: leaf.leafIndex, size: to.size, leafHash: leaf.leafHash, root: to.root, proof: inclusion }),
        ).toBe(true)
      }
  })

  test('what no checkpoint covers is refused in words', async () => {
    await expect(inclusionProof(world.db, 0, 1158)).rejects.toMatchObject({ code: 'not_found' })
    await expect(inclusionProof(world.db, 300, 257)).rejects.toMatchObject({ code: 'not_found' })
    await expect(inclusionProof(world.db, -1, 257)).rejects.toMatchObject({ code: 'not_found' })
    await expect(consistencyProof(world.db, 0, 257)).rejects.toMatchObject({ code: 'invalid' })
    await expect(consistencyProof(world.db, 258, 257)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a tree that was tampered with is never signed again', () => {
  const grown = async () => {
    const world = await fresh()
    await world.record('audit', 300)
    await world.append()
    await world.record('audit', 1)
    return world
  }

  test.each([
    [
      'a hash at the edge',
      `update ledger_tile set hashes = set_byte(hashes, 5, (get_byte(hashes, 5) + 1) % 256) where level = 0 and tile = 1`,
    ],
    ['a hash above', `update ledger_tile set hashes = set_byte(hashes, 5, (get_byte(hashes, 5) + 1) % 256) where level = 1`],
    ['the size', 'update ledger_head set size = 299'],
    ['the note', `update ledger_checkpoint set note = replace(note, '300', '301')`],
    ['the last checkpoint', 'delete from ledger_checkpoint'],
  ])('%s was changed', async (_, sql) => {
    const world = await grown()
    await world.db.query(sql)
    await expect(world.append()).rejects.toThrow(/does not match its last checkpoint|partial tile|in the table/)
    expect(await world.db.query('select size from ledger_checkpoint where size = 301')).toEqual([])
  })

  test('a row that was deleted before it came into the tree stops it', async () => {
    const world = await grown()
    await world.record('audit', 2)
    await world.db.query('delete from demo_audit where seq = 302')
    await expect(world.append()).rejects.toThrow(/no row of demo_audit is missing after number 300/)
  })

  test('another key is refused, unless it names the former one', async () => {
    const world = await grown()
    const seed = Buffer.alloc(32, 9)
    await expect(world.append({ by: ed25519Signer(signer.name, seed) })).rejects.toThrow(/signed by another key/)
    const follower = ed25519Signer(signer.name, seed, [signer.verifierKey])
    expect(await world.append({ by: follower })).toMatchObject({ size: 301 })
    expect(await world.db.query('select key_id, first_size from ledger_key order by first_size')).toEqual([
      { key_id: signer.keyId, first_size: 300 },
      { key_id: follower.keyId, first_size: 301 },
    ])
  })

  test('a source is named in the code, never by input', () => {
    expect(() => tableSource('audit', 'demo_audit; drop table ledger_tile')).toThrow(/named in the code/)
  })
})
