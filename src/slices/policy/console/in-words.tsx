import { Card } from '#console/ui/card.tsx'
import { CriteriaInWords } from './criteria.tsx'
import { editorWords } from './editor-words.ts'
import type { Criteria } from './types.ts'

/** How the text reads to teammates. */
export function InWords({ criteria }: { criteria: Criteria }) {
  return (
    <Card title={editorWords.inWordsTitle} subtitle={editorWords.inWordsSubtitle}>
      <CriteriaInWords criteria={criteria} />
    </Card>
  )
}
