import { ArrowLeft } from 'lucide-react'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { EmptyState, ErrorState } from '#console/ui/states.tsx'
import { CallError } from '#sdk/call.ts'
import { policyWords } from './words.ts'

type StandardFailedProps = { id: string; error: unknown; mayWrite: boolean; onRetry: () => void }

/** A standard that could not be read, or that was never written. */
export function StandardFailed({ id, error, mayWrite, onRetry }: StandardFailedProps) {
  const isMissing = error instanceof CallError && error.problem.code === 'not_found'
  return (
    <>
      <PageHeader title={id} question={policyWords.standardQuestion(id)} />
      {isMissing ? (
        <Missing id={id} mayWrite={mayWrite} />
      ) : (
        <ErrorState error={error} stillWorks={policyWords.listStillWorks} onRetry={onRetry} />
      )}
    </>
  )
}

function Missing({ id, mayWrite }: { id: string; mayWrite: boolean }) {
  return (
    <EmptyState
      kind="nothing-yet"
      title={policyWords.notFound}
      action={
        <span className="flex flex-wrap gap-2">
          {mayWrite ? (
            <Link look="button" to={'/policy/new' as '/'} search={{ id } as never}>
              {policyWords.write}
            </Link>
          ) : null}
          <BackLink />
        </span>
      }
    >
      {policyWords.notFoundText(id)}
    </EmptyState>
  )
}

function BackLink() {
  return (
    <Link look="button" icon={ArrowLeft} to={'/policy' as '/'}>
      {policyWords.back}
    </Link>
  )
}
