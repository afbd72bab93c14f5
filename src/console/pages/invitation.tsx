import { screenWords } from '#console/messages/screens.ts'
import { Door, tokenOfAddress, useGoIn } from '#console/shell/door.tsx'
import { doorWords } from '#slices/identity/console/door-words.ts'
import { InvitationForm } from '#slices/identity/console/invitation-form.tsx'

export function InvitationPage() {
  const token = tokenOfAddress()
  const goIn = useGoIn()
  if (token === '')
    return (
      <Door title={screenWords.invitation} question={doorWords.noToken} answer={doorWords.noTokenText}>
        {null}
      </Door>
    )
  return (
    <Door title={screenWords.invitation} question={doorWords.invitationQuestion} answer={doorWords.invitationAnswer}>
      <InvitationForm token={token} onDone={() => goIn('/')} />
    </Door>
  )
}
