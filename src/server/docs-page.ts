import { openApiDocument } from './openapi.ts'

type Json = Record<string, unknown>
type Operation = {
  summary: string
  description: string
  tags: string[]
  parameters: Json[]
  requestBody?: Json
  responses: Record<string, Json>
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function safe(text: unknown): string {
  return String(text ?? '').replace(/[&<>"]/g, (sign) => escapes[sign] as string)
}

/** Backquoted words become code, blank lines paragraphs. */
function prose(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) => `<p>${safe(paragraph).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`)
    .join('')
}

/** The documentation page: every act with what it needs and what it answers. Plain HTML, no script. */
export function docsPage(): string {
  const document = openApiDocument()
  const entries = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = (document.tags as { name: string }[]).map((tag) => tag.name)
  const nav = tags.map((tag) => `<li><a href="#${tag}">${safe(tag)}</a></li>`).join('')
  const sections = tags
    .map((tag) =>
      section(
        tag,
        entries.filter((entry) => entry.operation.tags[0] === tag),
      ),
    )
    .join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of Pilotage</title><link rel="stylesheet" href="/api/docs.css"></head><body><header><h1>API of Pilotage</h1>
<p>JSON in and out over HTTP. Sign in, or send an API key as <code>Authorization: Bearer …</code>. The same as data:
<a href="/api/openapi.json">openapi.json</a>.</p><p>Errors are problems (RFC 9457) with a <code>code</code>, a sentence and a next step.
Lists answer <code>items</code> and <code>next</code>; send <code>next</code> back as <code>after</code>. Writes accept <code>Idempotency-Key</code>.
Edits of things with an ETag need <code>If-Match</code>.</p></header><nav aria-label="Parts"><ul>${nav}</ul></nav><main>${sections}</main></body></html>`
}

type Entry = { path: string; method: string; operation: Operation }

function section(tag: string, entries: Entry[]): string {
  return `<section id="${tag}"><h2>${safe(tag)}</h2>${entries.map(act).join('')}</section>`
}

function act({ path, method, operation }: Entry): string {
  const body = schemaOf((operation.requestBody?.content as Json | undefined)?.['application/json'])
  const [status, answer] = Object.entries(operation.responses)[0] as [string, Json]
  const media = Object.entries(answer.content as Record<string, Json>)[0] as [string, Json]
  const rows = operation.parameters.map((one) => [one.name, `${one.in}`, schemaWords(one.schema as Json), one.required ? 'needed' : ''])
  return `<details><summary><span class="method">${method.toUpperCase()}</span> <code>${safe(path)}</code> <span>${safe(operation.summary)}</span></summary>
${prose(operation.description)}${rows.length > 0 ? table(['Name', 'In', 'Form', ''], rows) : ''}
${body ? `<h4>Body</h4><pre><code>${safe(JSON.stringify(body, null, 1))}</code></pre>` : ''}
<h4>Answer ${status} (${safe(media[0])})</h4><pre><code>${safe(JSON.stringify(schemaOf(media[1]), null, 1))}</code></pre></details>`
}

function schemaOf(content: unknown): Json | undefined {
  return (content as { schema?: Json } | undefined)?.schema
}

function schemaWords(schema: Json): string {
  const kinds = schema.enum ? (schema.enum as string[]).join(' | ') : String(schema.type ?? 'any')
  return schema.default === undefined ? kinds : `${kinds}, ${schema.default} unless told`
}

function table(head: string[], rows: unknown[][]): string {
  const cells = (row: unknown[], tag: string) => row.map((cell) => `<${tag}>${safe(cell)}</${tag}>`).join('')
  return `<table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</tbody></table>`
}

export const docsStyle = `:root{color-scheme:light dark;--ink:#16202e;--second:#475467;--line:#d5dbe5;--page:#f5f6f8;--card:#fff;--accent:#2b4acb}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf3;--second:#a9b4c4;--line:#2b3646;--page:#10151d;--card:#171e28;--accent:#8ea5ff}}
body{font:15px/1.5 "Inter Variable",system-ui,sans-serif;color:var(--ink);background:var(--page);margin:0 auto;max-width:60rem;padding:1.5rem}
h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.1rem;margin:2rem 0 .5rem;text-transform:capitalize}h4{margin:.75rem 0 .25rem;font-size:.85rem}
a{color:var(--accent)}nav ul{display:flex;flex-wrap:wrap;gap:.5rem 1rem;padding:0;list-style:none}nav a{display:inline-block;padding:.25rem 0;text-transform:capitalize}
details{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.5rem .75rem;margin:.4rem 0}summary{cursor:pointer;min-height:1.5rem}
summary span:last-child{color:var(--second);display:block;margin-left:1rem}.method{display:inline-block;min-width:3.5rem;font-weight:650;font-size:.8rem}
pre{overflow:auto;max-height:22rem;background:var(--page);border-radius:4px;padding:.6rem;font-size:.8rem}table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid var(--line)}code{overflow-wrap:anywhere}`
