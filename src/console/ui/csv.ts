export type CsvCell = string | number | boolean | null | undefined

/** Spreadsheets run a cell that begins like a formula; a quote mark in front keeps it text. Numbers stay numbers. */
function escaped(cell: CsvCell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV (RFC 4180, CRLF), first the lines that say what it is, then the heads, then exactly the rows given. */
export function toCsv(table: { about?: string[]; heads: string[]; rows: CsvCell[][] }): string {
  const about = (table.about ?? []).map((line) => [line])
  const lines = [...about, table.heads, ...table.rows]
  return lines.map((line) => `${line.map(escaped).join(',')}\r\n`).join('')
}

/** Hands text to the browser as a file. The mark in front makes spreadsheets read it as UTF-8. */
export function download(name: string, text: string, type = 'text/csv') {
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
