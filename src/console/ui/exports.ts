import { type RefObject, useEffect, useEffectEvent } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { type About, type AboutLine, type CsvCell, download, toCsv } from './csv.ts'

/** A list that comes in pages: whether there is more than what stands here, and the address that gives all of it. */
export type Rest = { hasMore: boolean; address?: string }

/** What a table, a list or a chart shows, as plain cells. */
export type Shown = {
  /** Name of the file, without ".csv". */
  file: string
  heads: string[]
  rows: CsvCell[][]
  /** Lines above the heads: what is counted, which window, which definitions. */
  about?: About[]
  rest?: Rest
}

type Entry = {
  element: () => Element | null
  /** The records drawn, to see when two entries show the same. */
  records: () => readonly unknown[]
  title: () => string
  /** A button that was put there for it knows more than the table below it. */
  isButton: boolean
  read: () => Shown
}

const entries = new Set<Entry>()

type ExportSettings = Omit<Entry, 'element'> & { place: RefObject<Element | null>; isOff?: boolean }

/** Makes what stands on screen available to the key that downloads it. */
export function useExport({ place, isOff = false, isButton, ...now }: ExportSettings) {
  const records = useEffectEvent(() => now.records())
  const title = useEffectEvent(() => now.title())
  const read = useEffectEvent(() => now.read())
  useEffect(() => {
    if (isOff) return
    const entry: Entry = { element: () => place.current, isButton, records: () => records(), title: () => title(), read: () => read() }
    entries.add(entry)
    return () => {
      entries.delete(entry)
    }
  }, [place, isButton, isOff])
}

/** Something on screen that can be downloaded. */
export type Export = { title: string; save: () => void }

type Found = { element: Element; entry: Entry }

const isBefore = (one: Element, other: Element) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0

/** Everything on screen with at least one row, once each, in the order of the page. */
function allShown(): Found[] {
  const drawn = [...entries].flatMap((entry): Found[] => {
    const element = entry.element()
    return element && entry.records().length > 0 ? [{ element, entry }] : []
  })
  const told = drawn.filter(({ entry }) => entry.isButton).map(({ entry }) => new Set(entry.records()))
  return drawn
    .filter(({ entry }) => entry.isButton || !told.some((known) => entry.records().every((record) => known.has(record))))
    .sort((one, other) => (isBefore(one.element, other.element) ? -1 : 1))
}

/** What the key downloads: the table in whose part of the page the focus is, else all there are, to choose from. */
export function exportsAt(focus: Element | null): Export[] {
  const all = allShown()
  const part = focus?.closest('main section, main header')
  const near = part ? all.filter(({ element }) => part.contains(element)) : []
  return (near.length > 0 ? near : all).map(({ entry }) => ({ title: entry.title(), save: () => save(entry.read(), entry.title()) }))
}

/** Downloads what is shown, with the lines that say what it is. */
export function save({ file, heads, rows, about, rest }: Shown, title: string) {
  download(`${file}.csv`, toCsv({ about: linesOf({ title, about, rest, shown: rows.length }), heads, rows }))
}

type Told = { title: string; about?: About[]; rest?: Rest; shown: number }

/** Page, address with its filters, window and sample as the page says them, when it was saved, and how much of it this is. */
function linesOf({ title, about = [], rest, shown }: Told): AboutLine[] {
  const { origin, pathname, search } = globalThis.location
  const meta = document.querySelector('[data-page-meta]')?.textContent ?? ''
  const filters = [...new URLSearchParams(search)].map(([name, value]) => `${name}: ${value}`)
  const own = about.map((line): AboutLine => (typeof line === 'string' ? [uiWords.csvAbout, line] : line))
  const all: AboutLine[] = [
    [uiWords.csvPage, document.title],
    [uiWords.csvTable, title],
    [uiWords.csvAddress, `${origin}${pathname}${search}`],
    [uiWords.csvFilters, filters.join('; ') || uiWords.csvNoFilters],
    [uiWords.csvWindow, meta],
    ...own.filter(([, text]) => text !== meta),
    [uiWords.csvSavedAt, new Date().toISOString()],
    [uiWords.csvRows, rest?.hasMore ? uiWords.csvRowsOfMore(shown) : uiWords.csvRowsAll(shown)],
    [uiWords.csvAllRows, rest?.hasMore && rest.address ? `${origin}${rest.address}` : ''],
  ]
  return all.filter(([, text]) => text !== '')
}

/** What a part of the page is called: by its own heading, else by the page's name. */
export function titleAround(element: Element | null): string {
  return element?.closest('main section')?.querySelector('h2')?.textContent || document.title.split(' · ')[0] || ''
}
