import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { Door, tokenOfAddress, useGoIn } from '#console/shell/door.tsx'
import { Link } from '#console/ui/link.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { doorWords } from '#slices/identity/console/door-words.ts'
import { SetUpForm } from '#slices/identity/console/set-up-form.tsx'
import { getSetup } from '#slices/identity/contract.ts'

export function SetUpPage() {
  const token = tokenOfAddress()
  const goIn = useGoIn()
  const setup = useCall(getSetup, {})
  if (setup.isPending) return <Skeleton />
  if (setup.isError)
    return (
      <Door title={screenWords.setUp} question={doorWords.setUpQuestion}>
        <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />
      </Door>
    )
  if (setup.data.isComplete)
    return (
      <Door title={screenWords.setUp} question={doorWords.setUpDone} answer={doorWords.setUpDoneText}>
        <Link to="/sign-in">{doorWords.toSignIn}</Link>
      </Door>
    )
  if (token === '')
    return (
      <Door title={screenWords.setUp} question={doorWords.noToken} answer={doorWords.noTokenText}>
        {null}
      </Door>
    )
  return (
    <Door title={screenWords.setUp} question={doorWords.setUpQuestion} answer={doorWords.setUpAnswer}>
      <SetUpForm token={token} onDone={() => goIn('/welcome')} />
    </Door>
  )
}
