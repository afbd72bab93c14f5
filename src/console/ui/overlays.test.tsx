// @vitest-environment happy-dom

import { act } from '@testing-library/react'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { expectAccessible, show } from '#console/test-kit.tsx'
import { Button } from './button.tsx'
import { CommandPalette } from './command-palette.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { Menu } from './menu.tsx'
import { dismissNotice, notify } from './toast.tsx'

function HandOver() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Hand over</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Hand over" description="The new owner is told.">
        <TextField label="New owner" />
      </Dialog>
    </>
  )
}

function Stop({ onConfirm }: { onConfirm: (reason: string) => Promise<unknown> }) {
  const [open, setOpen] = useState(true)
  return (
    <ConfirmDialog
      open={open}
      onClose={() => setOpen(false)}
      title="Stop Billing mail?"
      description="Every decision will answer: people only."
      confirmLabel="Stop Billing mail"
      isDangerous
      onConfirm={onConfirm}
    />
  )
}

test('a dialog takes the focus, Escape closes it, and the focus goes back', async () => {
  const { person, getByRole, findByRole, queryByRole } = show(<HandOver />)
  await person.click(getByRole('button', { name: 'Hand over' }))
  const dialog = await findByRole('dialog', { name: 'Hand over' })
  await expect.poll(() => dialog.contains(document.activeElement)).toBe(true)
  await person.keyboard('{Escape}')
  await expect.poll(() => queryByRole('dialog')).toBeNull()
  await expect.poll(() => document.activeElement).toBe(getByRole('button', { name: 'Hand over' }))
})

test('an open dialog passes axe', async () => {
  const { person, getByRole, findByRole } = show(<HandOver />)
  await person.click(getByRole('button', { name: 'Hand over' }))
  await expectAccessible(await findByRole('dialog'))
})

test('the kill switch is not pulled without a reason', async () => {
  const onConfirm = vi.fn(async () => {})
  const { person, findByRole, getByText, getByLabelText } = show(<Stop onConfirm={onConfirm} />)
  await findByRole('alertdialog', { name: 'Stop Billing mail?' })
  await expect.poll(() => document.activeElement).toBe(getByLabelText('Reason'))
  await person.keyboard('   ')
  await person.tab()
  await person.tab()
  await person.keyboard('{Enter}')
  expect(onConfirm).not.toHaveBeenCalled()
  expect(getByText('Say why in a few words.')).toBeTruthy()
})

test('a reason and Enter on the button confirm once, and the dialog closes', async () => {
  const onConfirm = vi.fn(async () => {})
  const { person, findByRole, getByLabelText, getByRole, queryByRole } = show(<Stop onConfirm={onConfirm} />)
  await findByRole('alertdialog')
  await person.type(getByLabelText('Reason'), 'It answers wrongly')
  await person.click(getByRole('button', { name: 'Stop Billing mail' }))
  expect(onConfirm).toHaveBeenCalledExactlyOnceWith('It answers wrongly')
  await expect.poll(() => queryByRole('alertdialog')).toBeNull()
})

test('a failure keeps the dialog open, says why, and keeps what was typed', async () => {
  const { person, findByRole, findByText, getByLabelText, getByRole } = show(
    <Stop onConfirm={() => Promise.reject(new Error('The server did not answer.'))} />,
  )
  const dialog = await findByRole('alertdialog')
  await person.type(getByLabelText('Reason'), 'It answers wrongly')
  await person.click(getByRole('button', { name: 'Stop Billing mail' }))
  expect((await findByText('The server did not answer.')).closest('[role="alert"]')).toBeTruthy()
  expect((getByLabelText('Reason') as HTMLTextAreaElement).value).toBe('It answers wrongly')
  await expectAccessible(dialog)
})

function More({ onCopy, onLive }: { onCopy: () => void; onLive: (on: boolean) => void }) {
  return (
    <Menu
      trigger={<Button>More</Button>}
      heading="Amara Okafor"
      entries={[
        { label: 'Copy link', onSelect: onCopy, keyHint: 'c' },
        'line',
        { label: 'Live', checked: false, onCheckedChange: onLive },
        { label: 'Documentation', href: '/api/docs' },
      ]}
    />
  )
}

test('a menu opens, walks and chooses by keyboard', async () => {
  const onCopy = vi.fn()
  const onLive = vi.fn()
  const { person, findByRole, queryByRole } = show(<More onCopy={onCopy} onLive={onLive} />)
  await person.tab()
  await person.keyboard('{Enter}')
  const first = await findByRole('menuitem', { name: 'Copy link' })
  await expect.poll(() => document.activeElement).toBe(first)
  await person.keyboard('{ArrowDown}{Enter}')
  expect(onLive.mock.calls[0]?.[0]).toBe(true)
  await person.keyboard('{ArrowUp}{Enter}')
  expect(onCopy).toHaveBeenCalledOnce()
  await expect.poll(() => queryByRole('menu')).toBeNull()
})

test('Escape closes a menu and gives the focus back', async () => {
  const { person, findByRole, getByRole, queryByRole } = show(<More onCopy={() => {}} onLive={() => {}} />)
  await person.tab()
  await person.keyboard('{Enter}')
  await findByRole('menu')
  await person.keyboard('{Escape}')
  await expect.poll(() => queryByRole('menu')).toBeNull()
  expect(document.activeElement).toBe(getByRole('button', { name: 'More' }))
})

test('an open menu passes axe', async () => {
  const { person, findByRole } = show(<More onCopy={() => {}} onLive={() => {}} />)
  await person.tab()
  await person.keyboard('{Enter}')
  await expectAccessible(await findByRole('menu'))
})

test('a notice is shown without taking the focus, and can be dismissed by keyboard', async () => {
  const { person, findByText, queryByText } = show(<input aria-label="Elsewhere" />)
  await person.tab()
  act(() => void notify({ title: 'Saved', text: 'Version 4 is a draft.' }))
  await findByText('Version 4 is a draft.')
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Elsewhere')
  await person.keyboard('{F6}')
  await person.tab()
  await person.tab()
  await person.keyboard('{Enter}')
  await expect.poll(() => queryByText('Version 4 is a draft.')).toBeNull()
})

test('undo runs once and takes the notice away', async () => {
  const onUndo = vi.fn()
  const { person, findByRole, queryByText } = show(null)
  act(() => void notify({ title: 'Approved', onUndo }))
  await person.click(await findByRole('button', { name: 'Undo' }))
  expect(onUndo).toHaveBeenCalledOnce()
  await expect.poll(() => queryByText('Approved')).toBeNull()
})

test('a notice of trouble stays until it is dismissed, and passes axe', async () => {
  const { findByText, getByText } = show(null)
  let id = ''
  act(() => {
    id = notify({ title: 'Not saved', status: 'act', text: 'The server did not answer.' })
  })
  await findByText('Not saved')
  await new Promise((later) => setTimeout(later, 60))
  expect(getByText('Not saved')).toBeTruthy()
  await expectAccessible()
  act(() => dismissNotice(id))
})

function palette(run: () => void, onClose: () => void) {
  return (
    <CommandPalette
      open
      onClose={onClose}
      label="Search and jump"
      placeholder="Search…"
      emptyText="Nothing by that name."
      groups={[
        {
          label: 'Go to',
          items: [
            { label: 'Now', run: () => {} },
            { label: 'AI agents', run, keyHint: 'g a' },
          ],
        },
        { label: 'Do', items: [{ label: 'Sign out', run: () => {} }] },
      ]}
    />
  )
}

test('typing finds, Enter runs, and the palette closes', async () => {
  const run = vi.fn()
  const onClose = vi.fn()
  const { person, findByRole, queryByRole } = show(palette(run, onClose))
  await person.type(await findByRole('combobox', { name: 'Search and jump' }), 'agents')
  await expect.poll(() => queryByRole('option', { name: 'Now' })).toBeNull()
  await person.keyboard('{Enter}')
  expect(run).toHaveBeenCalledOnce()
  expect(onClose).toHaveBeenCalledOnce()
})

test('an open palette passes axe and says when nothing is found', async () => {
  const { person, findByRole, findByText } = show(
    palette(
      () => {},
      () => {},
    ),
  )
  await expectAccessible(await findByRole('dialog'))
  await person.type(await findByRole('combobox'), 'zzz')
  await findByText('Nothing by that name.')
})
