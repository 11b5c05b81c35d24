import { Refusal } from '@veilleuse/sealing/refusal'
import type { WayKind } from '@veilleuse/sealing/vault'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { FingerprintWords } from '../office/fingerprint-words.tsx'
import type { Text } from '../text/fr.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import { DemoKey, useDemoPeople } from './demo-people.tsx'
import { Entrance, Sheet } from './entrance.tsx'
import { DirectoryChanged, NoPrf, type SessionDoor } from './session.ts'
import { explainPasskey } from './sign-in.tsx'
import css from './sign-in.module.css'
import { hasWay, wayOfRecovery } from './ways.ts'
import type { Me } from '@veilleuse/contract/account'

type Props = { door: SessionDoor; me: Me; again: boolean; onLeave: () => void }

/** Asks for one of the ways into the vault. `again` when a desk behind it was locked. */
export function Unlock({ door, me, again, onLeave }: Props) {
  const text = useText()
  const words = text.office.unlock
  const ways = (['passkey', 'passphrase', 'recovery'] as const).filter((kind) =>
    hasWay(me.vault, kind),
  )
  const [way, setWay] = useState<WayKind | undefined>(ways[0])
  const [typed, setTyped] = useState('')
  const ofDemo = useDemoPeople(door).find(({ login }) => login === me.login)
  const opening = useDoing((trouble, said) =>
    way === 'passkey' ? explainPasskeyVault(trouble, said) : explainTyped(trouble, said, way),
  )

  async function open() {
    if (way === 'passkey') return door.unlockByPasskey()
    if (way === 'passphrase') return door.unlockByPassphrase(typed)
    const read = await wayOfRecovery(typed)
    if ('kind' in read) return door.unlock(read)
    const { mistyped_phrase, unknown_word } = text.desk.refusal
    if (read.state === 'wrong_count') throw new Mistyped(words.count(read.count))
    throw new Mistyped(read.state === 'unknown_word' ? unknown_word : mistyped_phrase)
  }

  return (
    <Entrance title={words.title} lead={again ? words.lockedText : words.text}>
      {ofDemo && (
        <DemoKey
          busy={opening.busy}
          onPress={() => opening.run(() => door.unlockByPassphrase(ofDemo.passphrase))}
        />
      )}
      <Sheet>
        <Form
          className={css['form'] ?? ''}
          onSubmit={(event) => {
            event.preventDefault()
            opening.run(open)
          }}
        >
          {ways.length > 1 && (
            <Choice
              label={me.alias}
              value={way}
              onChange={(next) => {
                setWay(next)
                setTyped('')
              }}
              options={ways.map((id) => ({ id, name: words.with[id] }))}
            />
          )}
          {way === 'passphrase' && (
            <Field
              label={words.with.passphrase}
              type="password"
              value={typed}
              onChange={setTyped}
              autoComplete="current-password"
              autoFocus
              isRequired
            />
          )}
          {way === 'recovery' && (
            <Field label={words.recovery} rows={3} value={typed} onChange={setTyped} isRequired />
          )}
          {opening.trouble && <Notice tone="grave">{opening.trouble}</Notice>}
          <Button type="submit" look="main" busy={opening.busy}>
            {opening.busy && way === 'passphrase' ? text.office.signIn.stretching : words.open}
          </Button>
        </Form>
      </Sheet>
      <Button look="quiet" onPress={onLeave}>
        {words.other}
      </Button>
    </Entrance>
  )
}

/** Shown once, when the helpline's root is seen for the first time. */
export function CompareRoot({ door, root }: { door: SessionDoor; root: Uint8Array }) {
  const words = useText().office.compare
  const [differ, setDiffer] = useState(false)
  const confirming = useDoing()
  return (
    <Entrance title={words.title} lead={words.text}>
      <Sheet>
        <FingerprintWords of={root} />
        {differ && <Notice tone="grave">{words.differentText}</Notice>}
        {confirming.trouble && <Notice tone="grave">{confirming.trouble}</Notice>}
        <Button
          look="main"
          isDisabled={differ}
          busy={confirming.busy}
          onPress={() => confirming.run(() => door.confirmRoot())}
        >
          {words.same}
        </Button>
        <Button onPress={() => setDiffer(true)}>{words.different}</Button>
      </Sheet>
    </Entrance>
  )
}

class Mistyped extends Error {}

function explainTyped(trouble: unknown, text: Text, way: WayKind | undefined): string | undefined {
  if (trouble instanceof Mistyped) return trouble.message
  if (trouble instanceof DirectoryChanged) return text.office.unlock.changed
  // A vault that does not open says no more than that; a directory that changed says it is that.
  if (!(trouble instanceof Refusal)) return undefined
  const { wrong, wrongWords } = text.office.unlock
  return way === 'recovery' ? wrongWords : wrong
}

function explainPasskeyVault(trouble: unknown, text: Text): string | undefined {
  if (trouble instanceof NoPrf) return text.office.unlock.noPrf
  if (trouble instanceof DirectoryChanged) return text.office.unlock.changed
  return trouble instanceof Refusal ? text.office.unlock.noPrf : explainPasskey(trouble, text)
}
