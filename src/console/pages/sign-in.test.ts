// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { ownAddress } from './sign-in.tsx'

test('after signing in the way leads back into this console and never to another site', () => {
  expect(ownAddress('/now?tier=review')).toBe('/now?tier=review')
  for (const bad of [undefined, '', 'https://example.com', '//example.com', '/\\example.com', 'javascript:alert(1)', '/sign-in?from=x'])
    expect(ownAddress(bad)).toBe('/')
})
