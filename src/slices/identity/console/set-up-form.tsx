import { call } from '#console/query.ts'
import { TextField } from '#console/ui/field.tsx'
import { completeSetup } from '../contract.ts'
import { DoorForm } from './door-form.tsx'
import { doorWords } from './door-words.ts'
import { newPasswordFault, PasswordField } from './password-field.tsx'

/** The first administrator. The answer has signed them in. */
export function SetUpForm({ token, onDone }: { token: string; onDone: () => void }) {
  return (
    <DoorForm
      submitLabel={doorWords.finish}
      check={({ name, email, password }) => ({
        name: name === '' ? doorWords.nameMissing : undefined,
        email: email === '' ? doorWords.emailMissing : undefined,
        password: newPasswordFault(password),
      })}
      send={async (values) => {
        await call(completeSetup, { token, ...values })
        onDone()
      }}
    >
      {(faults) => (
        <>
          <TextField
            label={doorWords.name}
            hint={doorWords.nameHint}
            name="name"
            autoComplete="name"
            required
            error={faults.name}
            autoFocus
          />
          <TextField
            label={doorWords.email}
            hint={doorWords.emailHint}
            name="email"
            type="email"
            autoComplete="username"
            required
            error={faults.email}
          />
          <PasswordField isNew error={faults.password} />
        </>
      )}
    </DoorForm>
  )
}
