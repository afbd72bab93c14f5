import { useState } from 'react'
import { later } from '#console/later.tsx'
import { day } from '#console/messages/formats.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { OwnerName } from './ai-agent-rows.tsx'
import type { AiAgentDetail } from './detail.ts'
import { registryWords, stageNames } from './words.ts'

const OwnersDialog = later(async () => (await import('./owners-dialog.tsx')).OwnersDialog)

const dayText = (text: string | null) => (text === null ? registryWords.unknown : day(new Date(text)))

/** Opens the question who answers for it. */
export function ChangeOwners({ aiAgent, label }: { aiAgent: AiAgentDetail; label: string }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setIsOpen(true)}>
        {label}
      </Button>
      {isOpen ? <OwnersDialog aiAgent={aiAgent} onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}

/** Who answers for it, and what it is. */
export function About({ aiAgent, mayEdit }: { aiAgent: AiAgentDetail; mayEdit: boolean }) {
  const canChange = mayEdit && aiAgent.status === 'active'
  return (
    <>
      <Card title={registryWords.owners} actions={canChange ? <ChangeOwners aiAgent={aiAgent} label={registryWords.changeOwners} /> : null}>
        <FactList
          facts={[
            { name: registryWords.accountable, value: <OwnerName owner={aiAgent.accountableOwner} /> },
            { name: registryWords.technical, value: <OwnerName owner={aiAgent.technicalOwner} /> },
          ]}
        />
      </Card>
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
            { name: registryWords.lastChecked, value: aiAgent.lastCheckedOn ? dayText(aiAgent.lastCheckedOn) : registryWords.checkedNo },
            { name: registryWords.found, value: day(new Date(aiAgent.foundAt)) },
          ]}
        />
      </Card>
    </>
  )
}
