import { useState } from 'react'
import { later } from '#console/later.tsx'
import { day } from '#console/messages/formats.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMe } from '#console/shell/me.tsx'
import { Button } from '#console/ui/button.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { TriageFields } from '#slices/exceptions/console/triage-fields.tsx'
import { faultsOf, formOf, standardOf, type TriageForm } from '#slices/exceptions/console/triage-form.ts'
import { TriagePreview } from '#slices/exceptions/console/triage-preview.tsx'
import { triageWords } from '#slices/exceptions/console/triage-words.ts'
import { getTriage } from '#slices/exceptions/contract.ts'

const PublishTriage = later(async () => (await import('#slices/exceptions/console/publish-triage.tsx')).PublishTriage)

type Published = OutputOf<typeof getTriage>

/** What makes a case come first. */
export function TriagePage() {
  const triage = useCall(getTriage, {}, { staleTime: 'static' })
  if (triage.isPending) return <Skeleton lines={10} />
  if (triage.isError)
    return (
      <>
        <PageHeader title={screenWords.triage} question={triageWords.question} />
        <ErrorState error={triage.error} onRetry={() => void triage.refetch()} />
      </>
    )
  return <Editor key={triage.data.version} published={triage.data} />
}

function answerOf({ version, publishedAt }: Published): string {
  return version === 0 || !publishedAt ? triageWords.answerShipped : triageWords.answerOwn(version, day(new Date(publishedAt)))
}

function Editor({ published }: { published: Published }) {
  const me = useMe()
  const standing = formOf(published.standard)
  const [form, setForm] = useState<TriageForm>(standing)
  const [isPublishing, setIsPublishing] = useState(false)
  const mayWrite = me.rights['triage:write'] === 'all'
  const faults = faultsOf(form)
  const hasFaults = Object.values(faults).some(Boolean)
  const isChanged = Object.keys(form).some((place) => form[place] !== standing[place])
  return (
    <>
      <PageHeader
        title={screenWords.triage}
        question={triageWords.question}
        answer={answerOf(published)}
        meta={[triageWords.meta, published.reason ? triageWords.reasonOfLast(published.reason) : '', mayWrite ? '' : triageWords.mayNot]
          .filter(Boolean)
          .join(' ')}
        actions={
          mayWrite ? (
            <>
              <Button disabled={!isChanged} onClick={() => setForm(standing)}>
                {triageWords.back}
              </Button>
              <Button
                variant="primary"
                disabled={!isChanged || hasFaults}
                title={publishTitle(isChanged, hasFaults)}
                onClick={() => setIsPublishing(true)}
              >
                {triageWords.publish}
              </Button>
            </>
          ) : undefined
        }
      />
      <div className="grid items-start gap-4 xwide:grid-cols-2">
        <div className="grid min-w-0 gap-4">
          <TriageFields
            form={form}
            faults={faults}
            mayWrite={mayWrite}
            onChange={(place, text) => setForm((before) => ({ ...before, [place]: text }))}
          />
        </div>
        <div className="min-w-0 xwide:sticky xwide:top-16">
          <TriagePreview
            weights={hasFaults ? null : standardOf(form).weights}
            link={(id, title) => (
              <Link to="/review" search={{ item: id }} look="ink">
                {title}
              </Link>
            )}
          />
        </div>
      </div>
      {isPublishing ? (
        <PublishTriage
          standard={standardOf(form)}
          version={published.version}
          onClose={() => setIsPublishing(false)}
          onDone={() => setIsPublishing(false)}
        />
      ) : null}
    </>
  )
}

function publishTitle(isChanged: boolean, hasFaults: boolean): string | undefined {
  if (!isChanged) return triageWords.unchanged
  return hasFaults ? triageWords.fault : undefined
}
