import { useState } from 'react'
import { day } from '#console/messages/formats.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { getAiAgent } from '../contract.ts'
import { OwnerName } from './ai-agent-rows.tsx'
import { OwnersDialog } from './owners-dialog.tsx'
import { registryWords, stageNames } from './words.ts'

export type AiAgentDetail = OutputOf<typeof getAiAgent>

const dayText = (text: string | null) => (text === null ? registryWords.unknown : day(new Date(text)))

/** Who answers for it, and what it is. */
export function About({ aiAgent, mayEdit }: { aiAgent: AiAgentDetail; mayEdit: boolean }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Card
        title={registryWords.owners}
        actions={
          mayEdit && aiAgent.status === 'active' ? (
            <Button size="small" onClick={() => setIsOpen(true)}>
              {registryWords.changeOwners}
            </Button>
          ) : null
        }
      >
        <FactList
          facts={[
            { name: registryWords.accountable, value: <OwnerName owner={aiAgent.accountableOwner} /> },
            { name: registryWords.technical, value: <OwnerName owner={aiAgent.technicalOwner} /> },
          ]}
        />
      </Card>
      {isOpen ? <OwnersDialog aiAgent={aiAgent} onClose={() => setIsOpen(false)} /> : null}
      <Card title={registryWords.about}>
        <FactList
          facts={[
            { name: registryWords.id, value: aiAgent.id },
            { name: registryWords.function, value: aiAgent.function },
            { name: registryWords.vendor, value: aiAgent.vendor },
            { name: registryWords.runtime, value: aiAgent.runtime },
            { name: registryWords.version, value: aiAgent.version },
            { name: registryWords.stage, value: stageNames[aiAgent.stage]() },
            { name: registryWords.launched, value: dayText(aiAgent.launchedOn) },
            { name: registryWords.reviewed, value: dayText(aiAgent.lastReviewOn) },
            { name: registryWords.found, value: day(new Date(aiAgent.foundAt)) },
          ]}
        />
      </Card>
    </>
  )
}
