import * as account from '@veilleuse/contract/account'
import type { Me } from '@veilleuse/contract/account'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { Refusal } from '@veilleuse/sealing/refusal'
import { addWay } from '@veilleuse/sealing/vault'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { CodeField } from '../enrol/second-factor-step.tsx'
import type { Ask } from '../session/ask.ts'
import type { Keysmith } from '../session/keysmith.ts'
import { makePasskey } from '../session/passkey.ts'
import type { SessionDoor } from '../session/session.ts'
import { explainPasskey } from '../session/sign-in.tsx'
import { asNamed, wayOfPassphrase } from '../session/ways.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import css from './office.module.css'

type Props = { door: SessionDoor; smith: Keysmith; me: Me }

export function AddPasskey({ door, smith, me }: Props) {
  const { office } = useText()
  const text = office.own
  const [passphrase, setPassphrase] = useState('')
  const [code, setCode] = useState('')
  const [done, setDone] = useState(false)
  const adding = useDoing((why, said) => {
    if (why instanceof Refusal) return said.office.unlock.wrong
    return explainPasskey(why, said)
  })
  return (
    <section className={css['part']}>
      <div>
        <h2>{text.addPasskey}</h2>
        <p className={css['hint']}>{text.addPasskeyText}</p>
      </div>
      {done ? (
        <Notice>{text.added}</Notice>
      ) : (
        <Form
          className={css['form'] ?? ''}
          onSubmit={(event) => {
            event.preventDefault()
            adding.run(async () => {
              await addPasskey(door.ask, smith, { me, passphrase, code })
              await door.refresh()
              setDone(true)
            })
          }}
        >
          <Field
            label={office.signIn.passphrase}
            type="password"
            value={passphrase}
            onChange={setPassphrase}
            autoComplete="current-password"
          />
          <CodeField value={code} onChange={setCode} />
          {adding.trouble && <Notice tone="grave">{adding.trouble}</Notice>}
          <div className={css['row']}>
            <Button
              type="submit"
              isDisabled={passphrase === '' || code.length !== 6}
              busy={adding.busy}
            >
              <KeyRound size={18} aria-hidden /> {text.addPasskey}
            </Button>
          </div>
        </Form>
      )}
    </section>
  )
}

/** The passphrase opens the vault once more, so that another way can be written into it. */
async function addPasskey(
  ask: Ask,
  smith: Keysmith,
  { me, passphrase, code }: { me: Me; passphrase: string; code: string },
): Promise<void> {
  const { salt } = await ask(account.beginSignIn, { body: { login: me.login } })
  const { way } = await wayOfPassphrase(smith, passphrase, salt)
  const vault = fromBase64url(me.vault)
  const { challenge, options } = await ask(account.beginNewPasskey, { body: { code } })
  const made = await makePasskey(options)
  // Where a passkey gives nothing to open a vault with, the vault stays as it is.
  const next = made.way ? await addWay(vault, asNamed(vault, way), made.way) : vault
  const body = { challenge, response: made.response, vault: toBase64url(next) }
  await ask(account.addPasskey, { body })
}
