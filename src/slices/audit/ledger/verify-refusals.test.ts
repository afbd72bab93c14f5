import { expect, test } from 'vitest'
import { pieces, signer } from '../../../../tests/ledger-world.ts'
import { verifyExport } from './verify.ts'

test.each([
  ['an empty file', '', 'The file is empty.'],
  ['another file', '{"a":1}\n', 'This is not an export of a ledger.'],
  ['no JSON', 'hello\n', 'Line 1 is not a JSON object. Nothing after it was read.'],
  ['a bomb of brackets', `${'['.repeat(50_000)}\n`, 'Line 1 is not a JSON object. Nothing after it was read.'],
  ['brackets that close', `${'['.repeat(50_000)}${']'.repeat(50_000)}\n`, 'Line 1 is not a JSON object. Nothing after it was read.'],
  ['bytes that are no text', Buffer.from([0xff, 0x0a]), 'Line 1 is not UTF-8 text. Nothing after it was read.'],
])('%s is refused in words', async (_, content, words) => {
  const texts: string[] = []
  const verdict = await verifyExport(pieces(Buffer.from(content)), { verifierKeys: [signer.verifierKey] }, ({ text }) => texts.push(text))
  expect(texts).toEqual([words])
  expect(verdict).toMatchObject({ ok: false, leaves: 0 })
})
