import { useState } from 'react'
import { Checkbox } from '#console/ui/checkbox.tsx'
import { TextField } from '#console/ui/field.tsx'
import { passwordLengthMin } from '../contract.ts'
import { doorWords } from './door-words.ts'

/** A password, known or new. Pasting works, and so do password stores. */
export function PasswordField({ isNew = false, error }: { isNew?: boolean; error?: string }) {
  const [isShown, setIsShown] = useState(false)
  return (
    <div className="grid gap-2">
      <TextField
        label={isNew ? doorWords.newPassword : doorWords.password}
        hint={isNew ? doorWords.passwordHint(passwordLengthMin) : undefined}
        name="password"
        type={isShown ? 'text' : 'password'}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        required
        error={error}
      />
      <Checkbox label={doorWords.showPassword} checked={isShown} onChange={setIsShown} />
    </div>
  )
}

/** What is wrong with a new password before it is sent. */
export function newPasswordFault(password: string): string | undefined {
  return password.length < passwordLengthMin ? doorWords.passwordShort(passwordLengthMin) : undefined
}
