import * as z from 'zod/mini'

const ToolCall = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(200)),
  name: z.string().check(z.minLength(1), z.maxLength(64)),
  arguments: z.record(z.string(), z.unknown()),
  by: z.enum(['ai_agent', 'customer']),
})

const Message = z.object({
  role: z.enum(['ai_agent', 'customer', 'tool']),
  content: z.optional(z.nullable(z.string())),
  tool_calls: z.optional(z.nullable(z.array(ToolCall))),
  /** Of a tool's answer: the id of the call it answers, whose call that was, and whether the tool refused. */
  call: z.optional(z.string()),
  for: z.optional(z.enum(['ai_agent', 'customer'])),
  error: z.optional(z.boolean()),
  at: z.optional(z.nullable(z.string())),
})

/** One conversation of an AI agent, in the neutral form *run*. Fields that the replay does not read are left out. */
export const Run = z.object({
  run: z.string().check(z.minLength(1), z.maxLength(200)),
  ai_agent: z.string().check(z.minLength(1), z.maxLength(64)),
  model: z.optional(z.nullable(z.string())),
  mode: z.optional(z.nullable(z.string())),
  domain: z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'a short lower-case word')),
  duration_s: z.optional(z.nullable(z.number())),
  cost_usd: z.optional(z.nullable(z.number())),
  success: z.boolean(),
  messages: z.array(Message),
})

export type ToolCall = z.infer<typeof ToolCall>
export type Message = z.infer<typeof Message>
export type Run = z.infer<typeof Run>

/** What a line of a file of runs turned out to be. Blank lines are skipped, everything else is one of the two. */
export type Row = { line: number; run: Run } | { line: number; fault: string }

/** Reads one line. What is wrong is said in words, with the place inside the row. */
export function parseRow(text: string, line: number): Row {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { line, fault: 'This is not one JSON object.' }
  }
  const parsed = Run.safeParse(value)
  if (parsed.success) return { line, run: parsed.data }
  return { line, fault: faultOf(parsed.error.issues[0]) }
}

function faultOf(issue: z.core.$ZodIssue | undefined): string {
  const place = issue?.path.join('.') || 'The row'
  if (issue?.code === 'invalid_type') return `${place} is missing or not of the type ${issue.expected}.`
  if (issue?.code === 'invalid_value') return `${place} must be one of ${issue.values.join(', ')}.`
  return `${place} is not as the form of a run wants it.`
}
