import { Door, tokenOfAddress } from '#console/shell/door.tsx'
import { Link } from '#console/ui/link.tsx'
import { AnswerLink } from '#slices/escalation/console/answer-link.tsx'
import { escalationWords } from '#slices/escalation/console/words.ts'

/** Where the link in a message leads. No sign-in: whoever holds the link was told. */
export function EscalationAnswerPage() {
  const token = tokenOfAddress()
  const signIn = (path: string, text: string) => (
    <Link to="/sign-in" search={{ from: path }} look="button">
      {text}
    </Link>
  )
  if (token === '')
    return (
      <Door title={escalationWords.ackTitle} question={escalationWords.ackNoToken} answer={escalationWords.ackNoTokenText}>
        {signIn('/escalation', escalationWords.ackSignIn)}
      </Door>
    )
  return (
    <Door title={escalationWords.ackTitle} question={escalationWords.ackQuestion}>
      <AnswerLink token={token} signIn={signIn} />
    </Door>
  )
}
