import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import type { Adoption } from './shapes.ts'
import { adoptionWords } from './words.ts'

type RulesCardProps = { rules: Adoption['rules']; peopleMin: number; onChange?: () => void }

/** What counts as active use, in sentences, with its version. */
export function RulesCard({ rules, peopleMin, onChange }: RulesCardProps) {
  return (
    <Card
      title={adoptionWords.rules}
      subtitle={adoptionWords.rulesSubtitle(rules.version)}
      actions={onChange ? <Button onClick={onChange}>{adoptionWords.change}</Button> : undefined}
    >
      <div className="grid max-w-[72ch] gap-2">
        <p>{adoptionWords.rulesActive(rules)}</p>
        <p>{adoptionWords.rulesAdopted(rules)}</p>
        <p className="text-ink-2">{adoptionWords.rulesFloor(peopleMin)}</p>
      </div>
    </Card>
  )
}
