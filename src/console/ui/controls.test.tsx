// @vitest-environment happy-dom
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { expectAccessible, show } from '#console/test-kit.tsx'
import { Button, IconButton } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { Combobox } from './combobox.tsx'
import { TextArea, TextField } from './field.tsx'
import { SegmentedControl } from './segmented-control.tsx'
import { Select } from './select.tsx'
import { Switch } from './switch.tsx'

test('Enter and Space press a button', async () => {
  const onClick = vi.fn()
  const { person } = show(<Button onClick={onClick}>Save</Button>)
  await person.tab()
  await person.keyboard('{Enter} ')
  expect(onClick).toHaveBeenCalledTimes(2)
})

test('a busy button says so and takes no second press', async () => {
  const onClick = vi.fn()
  const { person, getByRole } = show(
    <Button busy onClick={onClick}>
      Save
    </Button>,
  )
  const button = getByRole('button', { name: 'Working…' })
  await person.click(button)
  await person.keyboard('{Enter}')
  expect(button.getAttribute('aria-busy')).toBe('true')
  expect(onClick).not.toHaveBeenCalled()
})

test('a disabled button can be reached, so that its reason can be read, but not pressed', async () => {
  const onClick = vi.fn()
  const { person, getByRole } = show(
    <Button disabled onClick={onClick}>
      Start
    </Button>,
  )
  await person.tab()
  expect(document.activeElement).toBe(getByRole('button'))
  await person.keyboard('{Enter}')
  expect(onClick).not.toHaveBeenCalled()
})

test('the key on a button is told to screen readers as a shortcut, not as part of the name', () => {
  const { getByRole } = show(<Button keyHint="1">Approve</Button>)
  expect(getByRole('button', { name: 'Approve' }).getAttribute('aria-keyshortcuts')).toBe('1')
})

test('buttons in every look and state pass axe', async () => {
  show(
    <>
      <Button variant="primary">One</Button>
      <Button variant="danger" icon={Trash2}>
        Two
      </Button>
      <Button variant="quiet" disabled keyHint="g n">
        Three
      </Button>
      <IconButton label="Delete" icon={Trash2} pressed />
    </>,
  )
  await expectAccessible()
})

test('a label leads to its field, and typing reports the text', async () => {
  const onChange = vi.fn()
  const { person, getByLabelText } = show(<TextField label="Name" onChange={onChange} />)
  await person.tab()
  expect(document.activeElement).toBe(getByLabelText('Name'))
  await person.keyboard('ab')
  expect(onChange.mock.calls.map((call) => call[0])).toEqual(['a', 'ab'])
})

test('hint and error are read with the field, and the field counts as invalid', () => {
  const { getByLabelText, getByText } = show(<TextField label="Limit" hint="In US dollars." error="Use at most 1,000." />)
  const field = getByLabelText('Limit')
  const described = (field.getAttribute('aria-describedby') ?? '').split(' ')
  expect(described).toContain(getByText('In US dollars.').id)
  expect(described).toContain(getByText('Use at most 1,000.').id)
  expect(field.getAttribute('aria-invalid')).toBe('true')
})

function Note() {
  const [text, setText] = useState('')
  return <TextArea label="Note" value={text} onChange={setText} />
}

test('Enter makes a new line in a text area', async () => {
  const { person, getByLabelText } = show(<Note />)
  await person.tab()
  await person.keyboard('a{Enter}b')
  expect((getByLabelText('Note') as HTMLTextAreaElement).value).toBe('a\nb')
})

test('fields in every state pass axe', async () => {
  show(
    <>
      <TextField label="Name" isLabelHidden />
      <TextField label="Limit" error="Use at most 1,000." />
      <TextArea label="Rule" isCode hint="In CEL." optional disabled />
    </>,
  )
  await expectAccessible()
})

const teams = [
  { value: 'billing', label: 'Billing' },
  { value: 'orders', label: 'Orders' },
  { value: 'returns', label: 'Returns' },
]

function TeamSelect() {
  const [team, setTeam] = useState<string | null>(null)
  return <Select label="Team" options={teams} value={team} onChange={setTeam} />
}

function TeamCombobox() {
  const [team, setTeam] = useState<string | null>(null)
  return (
    <>
      <Combobox label="Team" options={teams} value={team} onChange={setTeam} />
      <output>{team}</output>
    </>
  )
}

test('a select is reached by keyboard, asks to choose, and shows the label of what was chosen', async () => {
  const { person, getByRole } = show(<TeamSelect />)
  await person.tab()
  const select = getByRole('combobox', { name: 'Team' }) as HTMLSelectElement
  expect(document.activeElement).toBe(select)
  expect(select.selectedOptions[0]?.textContent).toBe('Choose')
  await person.selectOptions(select, 'orders')
  expect(select.selectedOptions[0]?.textContent).toBe('Orders')
})

test('a select passes axe', async () => {
  show(<TeamSelect />)
  await expectAccessible()
})

test('a combobox finds by typing and chooses with Enter', async () => {
  const { person, getByRole, queryByRole, findByRole } = show(<TeamCombobox />)
  await person.tab()
  await person.keyboard('ret')
  await findByRole('option', { name: 'Returns' })
  expect(queryByRole('option', { name: 'Billing' })).toBeNull()
  await person.keyboard('{ArrowDown}{Enter}')
  expect(getByRole('status', { name: '' }).textContent).toBe('returns')
})

test('a combobox says when nothing matches, and passes axe while closed and open', async () => {
  const { person, findByText, container } = show(<TeamCombobox />)
  await expectAccessible(container)
  await person.tab()
  await person.keyboard('zzz')
  await findByText('Nothing matches.')
  await expectAccessible(container)
})

function Choices() {
  const [isTold, setIsTold] = useState(false)
  const [isLive, setIsLive] = useState(true)
  const [view, setView] = useState<'charts' | 'tables'>('charts')
  return (
    <>
      <Checkbox label="Tell the team" checked={isTold} onChange={setIsTold} hint="By mail." />
      <Switch label="Live" checked={isLive} onChange={setIsLive} hint="At once." />
      <SegmentedControl
        label="View"
        options={[
          { value: 'charts', label: 'Charts' },
          { value: 'tables', label: 'Tables' },
        ]}
        value={view}
        onChange={setView}
      />
    </>
  )
}

test('Space ticks a checkbox and turns a switch', async () => {
  const { person, getByRole } = show(<Choices />)
  await person.tab()
  await person.keyboard(' ')
  expect(getByRole('checkbox', { name: 'Tell the team' }).getAttribute('aria-checked')).toBe('true')
  await person.tab()
  await person.keyboard(' ')
  expect(getByRole('switch', { name: 'Live' }).getAttribute('aria-checked')).toBe('false')
})

test('a segmented control is one tab stop, and the arrow keys choose', async () => {
  const { person, getByRole } = show(<Choices />)
  await person.tab()
  await person.tab()
  await person.tab()
  expect(document.activeElement).toBe(getByRole('radio', { name: 'Charts' }))
  await person.keyboard('{ArrowRight}')
  expect((getByRole('radio', { name: 'Tables' }) as HTMLInputElement).checked).toBe(true)
  await person.tab()
  expect(document.activeElement).toBe(document.body)
})

test('a checkbox that stands for some but not all says mixed', () => {
  const { getByRole } = show(<Checkbox label="All" isMixed checked={false} onChange={() => {}} />)
  expect(getByRole('checkbox').getAttribute('aria-checked')).toBe('mixed')
})

test('choices pass axe', async () => {
  show(<Choices />)
  await expectAccessible()
})
