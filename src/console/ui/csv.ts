export type CsvCell = string | number | boolean | null | undefined

/** A line above the heads: what it is about, and what it says. */
export type AboutLine = [label: string, text: string]

/** What a spreadsheet would run: a formula, also in wide letters, or one behind a blank that it skips. */
const runnable = /^[=+\-@\t\r\n＝＋－＠]/

/** A quote mark in front of what would be run keeps it text. Numbers stay numbers, with a point and no separators. */
function escaped(cell: CsvCell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = runnable.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A line about it, or a text that stands as a note. */
export type About = string | AboutLine

/** Begins with a number sign, so that scripts can pass over it; on one line, so that they may do so line by line. */
function commentOf([label, text]: AboutLine): CsvCell[] {
  return [`# ${label}`, text.replaceAll(/\s+/g, ' ').trim()]
}

type CsvText = { about?: AboutLine[]; heads: string[]; rows: CsvCell[][] }

/** Rows as CSV (RFC 4180, CRLF): first lines that begin with `#` and say what it is, then the heads, then exactly the rows given. */
export function toCsv({ about = [], heads, rows }: CsvText): string {
  const lines = [...about.map(commentOf), heads, ...rows]
  return lines.map((line) => `${line.map(escaped).join(',')}\r\n`).join('')
}

/** Hands text to the browser as a file. The mark in front makes spreadsheets read it as UTF-8; scripts read it as `utf-8-sig`. */
export function download(name: string, text: string, type = 'text/csv') {
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
