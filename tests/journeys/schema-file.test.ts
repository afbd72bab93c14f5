import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { standardJsonSchema } from '#slices/policy/offline.ts'

test('the schema file that editors use is the one that the server checks by', () => {
  const file = join(import.meta.dirname, '..', '..', 'standards', 'standard.schema.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(standardJsonSchema)))
})
