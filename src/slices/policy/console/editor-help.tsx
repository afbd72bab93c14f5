import { ExternalLink } from '#console/ui/link.tsx'
import { getSchema } from '../contract.ts'
import { editorWords } from './editor-words.ts'

/** How a standard is written, in a few lines, for those who do it once a month. */
export function EditorHelp() {
  const lines = [
    editorWords.helpInputs,
    editorWords.helpParameters,
    editorWords.helpRules,
    editorWords.helpOtherwise,
    editorWords.helpExamples,
    editorWords.helpBuiltIns,
  ]
  return (
    <details className="text-meta">
      <summary className="press-target w-fit cursor-pointer rounded-s py-1 font-medium">{editorWords.help}</summary>
      <ul className="grid max-w-[72ch] list-disc gap-1 ps-5 pt-1 text-ink-2">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        <li>
          <ExternalLink href={getSchema.path}>{editorWords.schema}</ExternalLink>
        </li>
      </ul>
    </details>
  )
}
