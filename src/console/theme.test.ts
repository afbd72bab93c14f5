// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { chooseTheme, currentTheme } from './theme.ts'

const firstScript = readFileSync('src/console/public/theme.js', 'utf8')

/** Runs the file as the page does, before anything else. */
function openPage(systemIsDark: boolean) {
  vi.stubGlobal('matchMedia', () => ({ matches: systemIsDark }))
  delete document.documentElement.dataset.theme
  new Function(firstScript)()
}

test('the first paint follows the system, until a person chooses', () => {
  localStorage.clear()
  openPage(true)
  expect(currentTheme()).toBe('dark')
  openPage(false)
  expect(currentTheme()).toBe('light')
  chooseTheme('dark')
  openPage(false)
  expect(currentTheme()).toBe('dark')
})
