import { getRouteApi } from '@tanstack/react-router'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { Door, useGoIn } from '#console/shell/door.tsx'
import { doorWords } from '#slices/identity/console/door-words.ts'
import { SignInForm } from '#slices/identity/console/sign-in-form.tsx'
import { getSetup } from '#slices/identity/contract.ts'

const route = getRouteApi('/sign-in')

/** Only addresses of this console: a link in a mail must not lead on to somebody else's page. */
export function ownAddress(from: string | undefined): string {
  return from !== undefined && /^\/(?![/\\])/.test(from) && !from.startsWith('/sign-in') ? from : '/'
}

export function SignInPage() {
  const { from } = route.useSearch()
  const goIn = useGoIn()
  const setup = useCall(getSetup, {})
  if (setup.data?.isComplete === false)
    return (
      <Door title={screenWords.signIn} question={doorWords.notSetUp} answer={doorWords.notSetUpText}>
        {null}
      </Door>
    )
  return (
    <Door title={screenWords.signIn} question={doorWords.signInQuestion}>
      <SignInForm onSignedIn={() => goIn(ownAddress(from))} />
      <p className="text-meta text-ink-2">{doorWords.forgotten}</p>
    </Door>
  )
}
