import { call } from '#console/query.ts'
import { TextField } from '#console/ui/field.tsx'
import { signIn } from '../contract.ts'
import { DoorForm } from './door-form.tsx'
import { doorWords } from './door-words.ts'
import { PasswordField } from './password-field.tsx'

export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  return (
    <DoorForm
      submitLabel={doorWords.signIn}
      check={({ email, password }) => ({
        email: email === '' ? doorWords.emailMissing : undefined,
        password: password === '' ? doorWords.passwordMissing : undefined,
      })}
      send={async ({ email, password }) => {
        await call(signIn, { email, password })
        onSignedIn()
      }}
    >
      {(faults) => (
        <>
          <TextField label={doorWords.email} name="email" type="email" autoComplete="username" required error={faults.email} autoFocus />
          <PasswordField error={faults.password} />
        </>
      )}
    </DoorForm>
  )
}
