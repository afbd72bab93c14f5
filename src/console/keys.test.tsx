// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { forgetPressed, type KeyBinding, switchKeys, useKeyLegend, useKeys } from './keys.ts'
import { show } from './test-kit.tsx'
import { Dialog } from './ui/dialog.tsx'
import { notify } from './ui/toast.tsx'

beforeEach(() => {
  forgetPressed()
  switchKeys(true)
})

const person = userEvent.setup()

function bound(...keys: string[]) {
  const runs = Object.fromEntries(keys.map((one) => [one, vi.fn()]))
  const bindings: KeyBinding[] = keys.map((one) => ({ keys: one, label: `Run ${one}`, run: () => runs[one]?.() }))
  const hook = renderHook(() => useKeys(bindings))
  return { runs, ...hook }
}

test('a key and a sequence run once each', async () => {
  const { runs } = bound('1', 'g n')
  await person.keyboard('1gn')
  expect(runs['1']).toHaveBeenCalledOnce()
  expect(runs['g n']).toHaveBeenCalledOnce()
})

test('a sequence begun and left is forgotten when another key comes between', async () => {
  const { runs } = bound('g n', 'n')
  await person.keyboard('gxn')
  expect(runs['g n']).not.toHaveBeenCalled()
  expect(runs.n).toHaveBeenCalledOnce()
})

test('keys are silent while typing, with a modifier, in a dialog and when switched off', async () => {
  const { runs } = bound('1')
  const field = show(<input aria-label="Search" />)
  await person.click(field.getByLabelText('Search'))
  await person.keyboard('1')
  field.unmount()
  await person.keyboard('{Control>}1{/Control}{Alt>}1{/Alt}{Meta>}1{/Meta}')
  const dialog = show(
    <Dialog open onClose={() => {}} title="Question">
      <p>Text</p>
    </Dialog>,
  )
  await dialog.findByRole('dialog')
  await person.keyboard('1')
  dialog.unmount()
  switchKeys(false)
  await person.keyboard('1')
  expect(runs['1']).not.toHaveBeenCalled()
  switchKeys(true)
  await person.keyboard('1')
  expect(runs['1']).toHaveBeenCalledOnce()
})

test('a notice on screen does not switch keys off', async () => {
  const { runs } = bound('1')
  const { findByText } = show(null)
  act(() => void notify({ title: 'Saved', staysMs: 0 }))
  await findByText('Saved')
  await person.keyboard('1')
  expect(runs['1']).toHaveBeenCalledOnce()
})

test('the newest screen wins a key, and gives it back when it goes', async () => {
  const below = bound('1')
  const above = bound('1')
  await person.keyboard('1')
  expect([below.runs['1']?.mock.calls.length, above.runs['1']?.mock.calls.length]).toEqual([0, 1])
  above.unmount()
  await person.keyboard('1')
  expect(below.runs['1']).toHaveBeenCalledOnce()
})

test('the legend lists what works now', () => {
  const { unmount } = bound('1', 'g n')
  const legend = renderHook(() => useKeyLegend())
  expect(legend.result.current.map((binding) => binding.keys)).toEqual(['1', 'g n'])
  act(() => unmount())
  expect(legend.result.current).toEqual([])
})
