import { Card } from '#console/ui/card.tsx'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { Link } from '#console/ui/link.tsx'
import { firstStepsWords } from '../pages/first-steps-words.ts'
import { curlExample } from './ask-example.ts'

/** The last of the first steps: what an AI agent sends. */
export function Ask({ apiKey, team, aiAgent }: { apiKey: string; team: string; aiAgent: string }) {
  return (
    <Card title={firstStepsWords.step(4, firstStepsWords.ask)} subtitle={firstStepsWords.askText}>
      <div className="grid gap-3">
        <CodeBlock label={firstStepsWords.askLabel} code={curlExample({ key: apiKey, team, aiAgent })} />
        <p className="text-ink-2">{firstStepsWords.askNote}</p>
        <span>
          <Link to="/now" look="button">
            {firstStepsWords.toNow}
          </Link>
        </span>
      </div>
    </Card>
  )
}
