import { Refused } from '@veilleuse/client/call'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import type { Text } from '../text/fr.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import { DemoPeople, useDemoPeople } from './demo-people.tsx'
import { Entrance, Sheet } from './entrance.tsx'
import { passkeyTrouble } from './passkey.ts'
import type { SessionDoor } from './session.ts'
import css from './sign-in.module.css'

export function SignIn({ door, lost }: { door: SessionDoor; lost: boolean }) {
  const text = useText()
  const words = text.office.signIn
  const people = useDemoPeople(door)
  const byPasskey = useDoing(explainPasskey)
  const typed = useDoing(explainTyped)
  const [login, setLogin] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [code, setCode] = useState('')

  return (
    <Entrance title={words.title} lead={words.lead} wide={people.length > 0}>
      {lost && <Notice tone="lamp">{words.lost}</Notice>}
      {people.length > 0 && <DemoPeople door={door} people={people} />}
      <Sheet>
        <div className={css['passkey']}>
          <Button
            look="main"
            size="large"
            busy={byPasskey.busy}
            onPress={() => byPasskey.run(() => door.signInByPasskey())}
          >
            <KeyRound size={20} aria-hidden /> {words.passkey}
          </Button>
          <p className={css['hint']}>{words.passkeyHint}</p>
          {byPasskey.trouble && <Notice tone="grave">{byPasskey.trouble}</Notice>}
        </div>
        <p className={css['or']} aria-hidden>
          {words.or}
        </p>
        <Form
          className={css['form'] ?? ''}
          onSubmit={(event) => {
            event.preventDefault()
            typed.run(() => door.signInByPassphrase({ login: clean(login), passphrase, code }))
          }}
        >
          <Field
            label={words.login}
            value={login}
            onChange={setLogin}
            autoComplete="username"
            isRequired
          />
          <Field
            label={words.passphrase}
            type="password"
            value={passphrase}
            onChange={setPassphrase}
            autoComplete="current-password"
            isRequired
          />
          <Field
            wide
            label={words.code}
            hint={words.codeHint}
            value={code}
            onChange={(next) => setCode(next.replaceAll(/\D/g, '').slice(0, 6))}
            autoComplete="one-time-code"
            inputMode="numeric"
            isRequired
          />
          {typed.trouble && <Notice tone="grave">{typed.trouble}</Notice>}
          <Button type="submit" look={people.length > 0 ? 'plain' : 'main'} busy={typed.busy}>
            {typed.busy ? words.stretching : words.enter}
          </Button>
        </Form>
      </Sheet>
      <p className={css['help']}>{words.help}</p>
    </Entrance>
  )
}

function clean(login: string) {
  return login.trim().toLowerCase()
}

function explainTyped(trouble: unknown, text: Text): string | undefined {
  if (trouble instanceof Refused && trouble.problem === 'wrong_secret')
    return text.office.signIn.wrong
  return trouble instanceof Refused && trouble.problem === 'malformed'
    ? text.office.signIn.wrong
    : undefined
}

export function explainPasskey(trouble: unknown, text: Text): string | undefined {
  if (trouble instanceof Refused) return undefined
  switch (passkeyTrouble(trouble)) {
    case 'cancelled':
      return text.office.signIn.passkeyCancelled
    case 'already_there':
      return text.office.signIn.passkeyThere
    case 'impossible':
      return text.office.signIn.passkeyImpossible
  }
}
