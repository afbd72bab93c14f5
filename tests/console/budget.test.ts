import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { Manifest } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

const kB = 1000
const out = mkdtempSync(join(tmpdir(), 'pilotage-console-'))
let manifest: Manifest = {}

beforeAll(async () => {
  // A process of its own: in this one NODE_ENV is "test", and React would come in its larger development form.
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--outDir', out, '--emptyOutDir', '--manifest', '--logLevel', 'error']
  await promisify(execFile)(process.execPath, vite, { env: { ...process.env, NODE_ENV: 'production' } })
  manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8'))
}, 120_000)

afterAll(() => rmSync(out, { recursive: true, force: true }))

const zipped = (file: string) => gzipSync(readFileSync(join(out, file))).length
const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)

/** A chunk and everything that it imports before it can run. */
function withImports(key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const imported of manifest[key]?.imports ?? []) withImports(imported, seen)
  return seen
}

const scripts = (keys: Iterable<string>) => [
  ...new Set([...keys].map((key) => manifest[key]?.file ?? '').filter((file) => file.endsWith('.js'))),
]
const styles = (keys: Iterable<string>) => [
  ...new Set(
    [...keys].flatMap((key) => [...(manifest[key]?.css ?? []), manifest[key]?.file ?? '']).filter((file) => file.endsWith('.css')),
  ),
]
const pages = () => Object.keys(manifest).filter((key) => /(^|\/)pages\//.test(key) && manifest[key]?.isDynamicEntry)

test('the frame alone leaves room for the screens', () => {
  const size = sum(scripts(withImports('index.html')).map(zipped))
  expect(size, `${size} bytes`).toBeLessThanOrEqual(200 * kB)
})

test('no route needs more than 230 kB of script, and no chunk of a route more than 60 kB', () => {
  for (const page of pages()) {
    const all = sum(scripts(withImports(page, withImports('index.html'))).map(zipped))
    expect(all, `${page} with the frame: ${all} bytes`).toBeLessThanOrEqual(230 * kB)
    const own = zipped(manifest[page]?.file as string)
    expect(own, `${page} alone: ${own} bytes`).toBeLessThanOrEqual(60 * kB)
  }
})

test('styles stay within 15 kB and the Latin font within 50 kB', () => {
  const css = sum(styles(Object.keys(manifest)).map(zipped))
  expect(css, `${css} bytes`).toBeGreaterThan(0)
  expect(css, `${css} bytes`).toBeLessThanOrEqual(15 * kB)
  const font = readdirSync(join(out, 'assets')).find((file) => /^inter-latin-wght-normal.*\.woff2$/.test(file))
  expect(readFileSync(join(out, 'assets', font as string)).length).toBeLessThanOrEqual(50 * kB)
})

test('a first load makes at most 12 requests: page, icon, theme, font, scripts and styles', () => {
  for (const page of ['index.html', ...pages()]) {
    const loaded = withImports(page, withImports('index.html'))
    const requests = 4 + scripts(loaded).length + styles(loaded).length
    expect(requests, page).toBeLessThanOrEqual(12)
  }
})

test('everything hashed is loaded by name from the same address, nothing inline', () => {
  const html = readFileSync(join(out, 'index.html'), 'utf8')
  expect(html).not.toMatch(/<style|style=|<script(?![^>]* src=)|https?:/)
  expect(html).toMatch(/src="\/assets\/index-[\w-]+\.js"/)
  for (const file of readdirSync(join(out, 'assets')).filter((name) => name.endsWith('.css')))
    expect(readFileSync(join(out, 'assets', file), 'utf8')).not.toMatch(/url\((["']?)(data|https?):/)
})
