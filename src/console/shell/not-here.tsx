import { useRouter } from '@tanstack/react-router'
import { shellWords } from '#console/messages/shell.ts'
import { Button } from '#console/ui/button.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState } from '#console/ui/states.tsx'

/** An address without a page. */
export function NotFound() {
  return (
    <>
      <PageHeader title={shellWords.notFound} question={shellWords.notFound} answer={shellWords.notFoundText} />
      <p>
        <Link to="/">{shellWords.notFoundHome}</Link>
      </p>
    </>
  )
}

/** A screen that the person's roles do not cover. */
export function NotAllowed() {
  return <PageHeader title={shellWords.notAllowed} question={shellWords.notAllowed} answer={shellWords.notAllowedText} />
}

/** A screen that threw: our fault, said so. The rest of the console goes on. */
export function ScreenFailed({ error }: { error: unknown }) {
  const router = useRouter()
  return (
    <>
      <PageHeader title={shellWords.screenFailed} question={shellWords.screenFailed} answer={shellWords.screenFailedText} />
      <ErrorState
        error={error}
        stillWorks={shellWords.screenFailedWorks}
        onRetry={() => void router.invalidate()}
        action={<Button onClick={() => location.reload()}>{shellWords.reload}</Button>}
      />
    </>
  )
}
