import { call } from '#console/query.ts'
import { acceptInvitation } from '../contract.ts'
import { DoorForm } from './door-form.tsx'
import { doorWords } from './door-words.ts'
import { newPasswordFault, PasswordField } from './password-field.tsx'

/** A password for somebody who was invited, or who forgot theirs. The answer has signed them in. */
export function InvitationForm({ token, onDone }: { token: string; onDone: () => void }) {
  return (
    <DoorForm
      submitLabel={doorWords.accept}
      check={({ password }) => ({ password: newPasswordFault(password) })}
      send={async ({ password }) => {
        await call(acceptInvitation, { token, password })
        onDone()
      }}
    >
      {(faults) => <PasswordField isNew error={faults.password} />}
    </DoorForm>
  )
}
