import { Plus } from 'lucide-react'
import { useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { useTeamNames } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { KeyTable } from '#slices/identity/console/key-table.tsx'
import { settingsWords } from '#slices/identity/console/settings-words.ts'
import { ShownOnce } from '#slices/identity/console/shown-once.tsx'
import { listKeys } from '#slices/identity/contract.ts'
import { useAiAgentNames } from './ai-agent-names.ts'

const KeyDialog = later(async () => (await import('#slices/identity/console/key-dialog.tsx')).KeyDialog)

/** Keys for AI agents and programs. */
export function ApiKeysPage() {
  const may = useMay()
  const [isMaking, setIsMaking] = useState(false)
  const [made, setMade] = useState<{ token: string | null } | null>(null)
  const mayChange = may('keys:write')
  return (
    <>
      <PageHeader
        title={screenWords.keys}
        question={settingsWords.keysQuestion}
        answer={settingsWords.keysAnswer}
        actions={
          mayChange ? (
            <Button icon={Plus} variant="primary" onClick={() => setIsMaking(true)}>
              {settingsWords.makeKey}
            </Button>
          ) : null
        }
      />
      <Card isFlush>
        <Rows mayChange={mayChange} onMake={mayChange ? () => setIsMaking(true) : undefined} />
      </Card>
      {isMaking ? (
        <KeyDialog
          onClose={() => setIsMaking(false)}
          onMade={(token) => {
            setIsMaking(false)
            setMade({ token })
          }}
        />
      ) : null}
      {made ? (
        <ShownOnce
          title={settingsWords.tokenTitle}
          text={settingsWords.tokenText}
          label={settingsWords.tokenLabel}
          secret={made.token}
          onClose={() => setMade(null)}
        />
      ) : null}
    </>
  )
}

function Rows({ mayChange, onMake }: { mayChange: boolean; onMake?: () => void }) {
  const teamName = useTeamNames()
  const aiAgentName = useAiAgentNames()
  const keys = useCallPages(listKeys, {})
  if (keys.isPending) return <Skeleton lines={6} />
  if (keys.isError) return <ErrorState error={keys.error} onRetry={keys.retry} />
  if (keys.items.length === 0)
    return (
      <EmptyState kind="nothing-yet" action={onMake ? <Button onClick={onMake}>{settingsWords.makeKey}</Button> : undefined}>
        {settingsWords.keysEmpty}
      </EmptyState>
    )
  return (
    <>
      <KeyTable keys={keys.items} mayChange={mayChange} teamName={teamName} aiAgentName={aiAgentName} pages={keys} />
      <Pager shown={keys.items.length} hasMore={keys.hasMore} isLoading={keys.isLoadingMore} onMore={keys.more} />
    </>
  )
}
