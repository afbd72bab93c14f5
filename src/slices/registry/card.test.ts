import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Card, cardForm, completenessOf, editCard } from './card.ts'

const full: Card = {
  whatItDoes: 'Answers questions about refunds.',
  dataItReads: ['Orders'],
  decidesAlone: ['Nothing'],
  escalatesWhen: ['The customer asks for a person'],
  knownLimits: ['Only English'],
}

describe('the completeness of an AI agent card', () => {
  test('is one when every required field and the owner are there', () => {
    expect(completenessOf(full, 'ada')).toEqual({ share: 1, filled: 6, required: 6, missing: [] })
  })

  test('counts the owner as a field: five of six without one', () => {
    const found = completenessOf(full, null)
    expect(found.share).toBeCloseTo(5 / 6)
    expect(found.missing.map((field) => field.field)).toEqual(['accountableOwner'])
  })

  test('counts an empty text and an empty list as not filled in, and says why each matters', () => {
    const found = completenessOf({ ...full, whatItDoes: '', knownLimits: [] }, 'ada')
    expect(found.filled).toBe(4)
    expect(found.missing.map((field) => field.field)).toEqual(['whatItDoes', 'knownLimits'])
    for (const field of found.missing) expect(field.why).toMatch(/^Without it .+\.$/)
  })

  test('does not ask for fields that are optional', () => {
    expect(completenessOf({ ...full, model: 'some model' }, 'ada').share).toBe(completenessOf(full, 'ada').share)
  })

  test('never falls when a field is filled in', () => {
    const optional = fc.option(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), { nil: undefined })
    const some = fc.record({ dataItReads: optional, decidesAlone: optional, escalatesWhen: optional, knownLimits: optional })
    fc.assert(
      fc.property(some, some, (card, more) => {
        const before = completenessOf(card, null).share
        expect(completenessOf(editCard(card, more), null).share).toBeGreaterThanOrEqual(before)
      }),
    )
  })
})

describe('an edit of an AI agent card', () => {
  test('changes the named fields, empties those that are null, and keeps the rest', () => {
    const edited = editCard(full, { whatItDoes: 'Answers questions about invoices.', knownLimits: null })
    expect(edited).toEqual({ ...full, whatItDoes: 'Answers questions about invoices.', knownLimits: undefined })
    expect('knownLimits' in edited).toBe(false)
  })

  test('ends in the order of the form, whatever the order of the edits', () => {
    const one = editCard(editCard({}, { knownLimits: ['a'] }), { whatItDoes: 'b' })
    const other = editCard({}, { whatItDoes: 'b', knownLimits: ['a'] })
    expect(JSON.stringify(one)).toBe(JSON.stringify(other))
    const keys = Object.keys(one)
    expect(keys).toEqual(cardForm.map((field) => field.field).filter((field) => keys.includes(field)))
  })
})
