export type Habit = { rule: string; path: string; text: string }

const lines = (count: number, line: (at: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('\n')
const at = (rule: string, path: string, text: string): Habit => ({ rule, path, text })

const deep = `export function deep(a: number[]): number {
  let sum = 0
  for (const x of a) {
    if (x > 1) {
      for (const y of a) {
        if (y > x && sum < 9) {
          if (y > 3 || x > 4) sum += 1
        }
      }
    }
  }
  return sum
}
`

const promised = `function work(): Promise<number> {
  return Promise.resolve(1)
}

export function start(): void {
  work()
}
`

/** One file for each habit that Biome must refuse. */
export const plantedHabits: Habit[] = [
  at('lint/style/useFilenamingConvention', 'src/kernel/BigName.ts', 'export const value = 1\n'),
  at('lint/suspicious/noExplicitAny', 'src/kernel/any.ts', 'export const value: any = 1\n'),
  at('lint/style/noEnum', 'src/kernel/enum.ts', 'export enum Colour {\n  Red = 1,\n}\n'),
  at('lint/style/noDefaultExport', 'src/kernel/default.ts', 'export default 1\n'),
  at('lint/style/noNestedTernary', 'src/kernel/ternary.ts', 'export const pick = (a: number) => (a > 1 ? 1 : a > 0 ? 2 : 3)\n'),
  at('lint/style/noNonNullAssertion', 'src/kernel/bang.ts', 'export const first = (a: string[]) => a[0]!.length\n'),
  at('lint/style/noProcessEnv', 'src/kernel/reads-env.ts', 'export const port = process.env.PORT\n'),
  at('lint/style/noParameterAssign', 'src/kernel/assigns.ts', 'export function up(a: number): number {\n  a += 1\n  return a\n}\n'),
  at('lint/style/useConsistentTypeDefinitions', 'src/kernel/interface.ts', 'export interface Thing {\n  size: number\n}\n'),
  at('lint/suspicious/noConsole', 'src/kernel/prints.ts', "console.log('here')\n"),
  at('lint/suspicious/noSkippedTests', 'src/kernel/some.test.ts', "import { test } from 'vitest'\n\ntest.skip('later', () => {})\n"),
  at('lint/suspicious/noFocusedTests', 'src/kernel/other.test.ts', "import { test } from 'vitest'\n\ntest.only('mine', () => {})\n"),
  at(
    'lint/complexity/useMaxParams',
    'src/kernel/params.ts',
    'export const add = (a: number, b: number, c: number, d: number) => a + b + c + d\n',
  ),
  at('lint/complexity/noExcessiveCognitiveComplexity', 'src/kernel/deep.ts', deep),
  at(
    'lint/complexity/noExcessiveLinesPerFunction',
    'src/kernel/long-function.ts',
    `export function long(): number {\n  let sum = 0\n${lines(51, () => '  sum += 1')}\n  return sum\n}\n`,
  ),
  at('lint/style/noExcessiveLinesPerFile', 'src/kernel/long-file.ts', `${lines(301, (line) => `export const value${line} = ${line}`)}\n`),
  at('lint/nursery/noFloatingPromises', 'src/kernel/floats.ts', promised),
  at('lint/correctness/useImportExtensions', 'src/kernel/no-extension.ts', "export { value } from './any'\n"),
  at('format', 'src/kernel/crooked.ts', 'export   const value = "one";\n'),
]
