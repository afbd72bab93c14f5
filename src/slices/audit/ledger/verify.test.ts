import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerWorld, pieces, signer, sources, textOf } from '../../../../tests/ledger-world.ts'
import { sealLine, sealText } from './export-form.ts'
import { ed25519Signer, signNote } from './signer.ts'
import { exportLedger } from './store/export.ts'
import { type Finding, type Trust, verifyExport } from './verify.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute))
const worlds: Awaited<ReturnType<typeof ledgerWorld>>[] = []

async function fresh() {
  const world = await ledgerWorld()
  worlds.push(world)
  return world
}

afterAll(() => Promise.all(worlds.map((world) => world.drop())))

const ownKey: Trust = { verifierKeys: [signer.verifierKey] }

async function verify(content: string | Buffer, trust: string | Trust = ownKey) {
  const findings: Finding[] = []
  const verdict = await verifyExport(
    pieces(Buffer.from(content)),
    typeof trust === 'string' ? { verifierKeys: [trust] } : trust,
    (finding) => findings.push(finding),
  )
  expect(verdict.findings).toBe(findings.length)
  expect(verdict.ok).toBe(findings.length === 0)
  return { ...verdict, texts: findings.map(({ text }) => text), lines: findings.map(({ line }) => line) }
}

/** A ledger of 36 entries under four checkpoints, and its export. Line 1 is the head. */
let file = ''
let lines: string[] = []
let notes: { size: number; note: string }[] = []

beforeAll(async () => {
  const world = await fresh()
  for (const [i, [audit, decision]] of [
    [4, 6],
    [2, 0],
    [0, 13],
    [10, 1],
  ].entries()) {
    await world.record('audit', audit)
    await world.record('decision', decision)
    await world.append({ now: at(i * 10) })
  }
  file = await textOf(exportLedger(world.db, sources, signer))
  lines = file.split('\n').slice(0, -1)
  notes = await world.db.query<{ size: number; note: string }>('select size, note from ledger_checkpoint order by size')
})

const joined = (changed: string[]) => `${changed.join('\n')}\n`

/** As somebody would who has the key of the installation, but not the history: the seal is made anew. */
async function resealed(changed: string[]): Promise<string> {
  const body = joined(changed.slice(0, -1))
  const seal = await signNote(signer, sealText(signer.name, createHash('sha256').update(body).digest()))
  const { checkpoints, leaves } = JSON.parse(changed.at(-1)!) as { checkpoints: number; leaves: number }
  return body + sealLine({ checkpoints, leaves }, seal)
}

describe('an export as it was made', () => {
  test('is found whole, with the root of the newest checkpoint', async () => {
    const verdict = await verify(file)
    expect(verdict).toMatchObject({ ok: true, leaves: 36, checkpoints: 4, origin: signer.name, remarks: [] })
    expect(notes.at(-1)!.note).toContain(`\n${verdict.root}\n`)
    expect(lines.filter((line) => line.startsWith('{"checkpoint"')).length).toBe(4)
  })

  test('goes on from every checkpoint that was kept elsewhere', async () => {
    expect(await verify(file, { verifierKeys: [signer.verifierKey], checkpoints: notes.map(({ note }) => note) })).toMatchObject({
      ok: true,
    })
  })

  test('of an empty ledger is whole too', async () => {
    const world = await fresh()
    const empty = await textOf(exportLedger(world.db, sources, signer))
    expect(await verify(empty)).toMatchObject({ ok: true, leaves: 0, checkpoints: 0 })
  })

  test('is the same in pieces of any size', async () => {
    for (const size of [1, 7, 100_000]) {
      const verdict = await verifyExport(pieces(Buffer.from(file), size), ownKey, () => {})
      expect(verdict).toMatchObject({ ok: true, leaves: 36 })
    }
  })

  test('holds thousands of entries whose sources alternate', async () => {
    const world = await fresh()
    for (let i = 0; i < 12; i += 1) {
      await world.record('audit', 1 + (i % 3))
      await world.record('decision', i === 7 ? 2500 : 1)
      await world.append({ now: at(i * 3) })
    }
    const verdict = await verify(await textOf(exportLedger(world.db, sources, signer)))
    expect(verdict).toMatchObject({ ok: true, leaves: 24 + 2500 + 11 })
  })

  test('stops in words when a row of the ledger was deleted', async () => {
    const world = await fresh()
    await world.record('audit', 5)
    await world.append()
    await world.db.query('delete from demo_audit where seq = 3')
    await expect(textOf(exportLedger(world.db, sources, signer))).rejects.toThrow(
      'Number 3 of audit, an entry of the ledger, is no longer on record.',
    )
  })

  test('shows a row that was changed in the database after it came into the tree', async () => {
    const world = await fresh()
    await world.record('audit', 5)
    await world.append({ now: at(0) })
    await world.record('audit', 5)
    await world.append({ now: at(20) })
    await world.db.query(`update demo_audit set entry = replace(entry, '"v":1', '"v":2') where seq = 8`)
    const verdict = await verify(await textOf(exportLedger(world.db, sources, signer)))
    expect(verdict.texts[0]).toMatch(/^Between entry 5 and entry 9 something was changed/)
  })
})

describe('one changed byte is found wherever it is', () => {
  test('any bit of any byte', async () => {
    const original = Buffer.from(file)
    const flips = fc.record({ byte: fc.nat(original.length - 1), bit: fc.nat(7) })
    await fc.assert(
      fc.asyncProperty(flips, async ({ byte, bit }) => {
        const changed = Buffer.from(original)
        changed[byte]! ^= 1 << bit
        expect((await verify(changed)).ok).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test('every byte of a small export, one after the other', async () => {
    const world = await fresh()
    for (const minute of [0, 20]) {
      await world.record('audit', 2)
      await world.append({ now: at(minute) })
    }
    const original = Buffer.from(await textOf(exportLedger(world.db, sources, signer)))
    for (let byte = 0; byte < original.length; byte += 1) {
      const changed = Buffer.from(original)
      changed[byte]! ^= 1 << (byte % 7)
      if ((await verify(changed)).ok) expect.fail(`byte ${byte} of ${original.length} was changed and nobody noticed`)
    }
  })

  test('dropped, doubled, inserted and swapped bytes', async () => {
    const original = Buffer.from(file)
    const edits = fc.record({
      byte: fc.nat(original.length - 2),
      kind: fc.constantFrom('drop', 'double', 'insert', 'swap'),
      other: fc.nat(255),
    })
    await fc.assert(
      fc.asyncProperty(edits, async ({ byte, kind, other }) => {
        const [before, here, next, after] = [
          original.subarray(0, byte),
          original.subarray(byte, byte + 1),
          original.subarray(byte + 1, byte + 2),
          original.subarray(byte + 2),
        ]
        const middle = { drop: [next], double: [here, here, next], insert: [here, Buffer.of(other), next], swap: [next, here] }[kind]
        const changed = Buffer.concat([before, ...middle, after])
        expect((await verify(changed)).ok).toBe(changed.equals(original))
      }),
      { numRuns: 250 },
    )
  })

  test('dropped, doubled and swapped lines', async () => {
    for (let i = 0; i < lines.length; i += 1) {
      expect((await verify(joined(lines.toSpliced(i, 1)))).ok).toBe(false)
      expect((await verify(joined(lines.toSpliced(i, 0, lines[i]!)))).ok).toBe(false)
      if (i > 0) expect((await verify(joined(lines.with(i, lines[i - 1]!).with(i - 1, lines[i]!)))).ok).toBe(false)
    }
  })

  test('a file cut off anywhere', async () => {
    const original = Buffer.from(file)
    for (let end = 0; end < original.length; end += 13) expect((await verify(original.subarray(0, end))).ok).toBe(false)
  })
})

describe('who holds even the key cannot change history unseen', () => {
  const leafAt = (i: number) => lines.findIndex((line) => line.includes(`,"i":${i},`))

  test('a changed entry is found between the checkpoints around it', async () => {
    const line = leafAt(14)
    const changed = await resealed(lines.with(line, lines[line]!.replace('größer', 'kleiner')))
    const { texts, lines: where } = await verify(changed)
    expect(texts[0]).toMatch(/^Between entry 12 and entry 24 something was changed/)
    expect(lines[where[0]! - 1]).toContain('"checkpoint"')
  })

  test('two entries that changed places with their numbers are found', async () => {
    const entry = (line: string) => /^\{"entry":(.*),"i":/.exec(line)![1]!
    const [a, b] = [leafAt(26), leafAt(27)]
    const swapped = lines
      .with(a, lines[a]!.replace(entry(lines[a]!), entry(lines[b]!)))
      .with(b, lines[b]!.replace(entry(lines[b]!), entry(lines[a]!)))
    expect((await verify(await resealed(swapped))).texts[0]).toMatch(/^Between entry 25 and entry 35/)
  })

  test('a dropped entry is named by its number', async () => {
    const { texts, lines: where } = await verify(await resealed(lines.toSpliced(leafAt(5), 1)))
    expect(texts[0]).toBe('Entry 5 should stand here, entry 6 does: entries were dropped, added, repeated or moved.')
    expect(texts[1]).toMatch(/^Entry 6 is number \d+ of decision, number \d+ was to follow\.$/)
    expect(where[0]).toBe(leafAt(5) + 1)
  })

  test('an entry in another spelling is named, even if it means the same', async () => {
    const line = leafAt(3)
    const { texts } = await verify(await resealed(lines.with(line, lines[line]!.replace('"v":1', '"v":1.0'))))
    expect(texts[0]).toBe(`Line ${line + 1} (entry 3, audit 4) is not in canonical form: it is not as it was written.`)
  })

  test('a rewritten ledger, signed anew as a whole, does not go on from a checkpoint kept elsewhere', async () => {
    const world = await fresh()
    await world.record('decision', 12)
    await world.append({ now: at(0) })
    await world.record('audit', 24)
    await world.append({ now: at(10) })
    const rewritten = await textOf(exportLedger(world.db, sources, signer))
    expect(await verify(rewritten)).toMatchObject({ ok: true, leaves: 36 })
    const { texts } = await verify(rewritten, { verifierKeys: [signer.verifierKey], checkpoints: [notes[1]!.note] })
    expect(texts).toEqual([expect.stringMatching(/^The export does not go on from the checkpoint over 12 entries that you brought/)])
  })

  test('an old export does not reach a newer checkpoint kept elsewhere', async () => {
    const world = await fresh()
    await world.record('audit', 4)
    await world.append()
    const short = await textOf(exportLedger(world.db, sources, signer))
    const { texts } = await verify(short, { verifierKeys: [signer.verifierKey], checkpoints: [notes[3]!.note] })
    expect(texts).toEqual(['You brought a checkpoint over 36 entries; the export has 4. The others are missing.'])
  })
})

describe('keys', () => {
  const other = ed25519Signer('pilotage.test/log', Buffer.alloc(32, 2))

  test('with another key nothing is believed', async () => {
    const { texts, remarks } = await verify(file, other.verifierKey)
    expect(texts).toEqual([
      'The export was made with another key than you gave.',
      'The export was sealed with a key that you did not give.',
      'No checkpoint that is signed with a key that you gave covers all 36 entries.',
    ])
    expect(remarks).toHaveLength(4)
  })

  test('with the key of another ledger, it says so', async () => {
    const foreign = ed25519Signer('pilotage.test/elsewhere', Buffer.alloc(32, 2))
    expect((await verify(file, foreign.verifierKey)).texts[0]).toBe(
      'The export is of the ledger pilotage.test/log, the key that you gave belongs to pilotage.test/elsewhere.',
    )
  })

  test('a checkpoint brought along must be signed with a key that was given', async () => {
    const forged = notes[0]!.note.replace('\n10\n', '\n11\n')
    expect((await verify(file, { verifierKeys: [signer.verifierKey], checkpoints: [forged] })).texts).toEqual([
      'The checkpoint that you brought is not signed by a key that you gave.',
    ])
  })

  test('after a change of key the new one is enough; earlier checkpoints are remarked on', async () => {
    const world = await fresh()
    await world.record('audit', 4)
    await world.append({ now: at(0) })
    const follower = ed25519Signer(signer.name, Buffer.alloc(32, 2), [signer.verifierKey])
    await world.record('audit', 4)
    await world.append({ now: at(20), by: follower })
    const exported = await textOf(exportLedger(world.db, sources, follower))
    expect(await verify(exported, follower.verifierKey)).toMatchObject({
      ok: true,
      remarks: ['The checkpoint over 4 entries was signed with a key that you did not give.'],
    })
    expect(await verify(exported, { verifierKeys: [signer.verifierKey, follower.verifierKey] })).toMatchObject({ ok: true, remarks: [] })
    expect((await verify(exported)).ok).toBe(false)
  })

  test('what is no key is refused before anything is read', async () => {
    await expect(verify(file, 'no key')).rejects.toMatchObject({ code: 'invalid' })
  })
})
