import type { Me } from '@veilleuse/contract/account'
import { may } from '@veilleuse/domain/access'
import { useEffect, useState } from 'react'
import { NumberedWords } from '../office/fingerprint-words.tsx'
import { personWords } from '../office/line-keys.ts'
import { Entrance, Sheet } from '../session/entrance.tsx'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { useDoing } from '../ui/trouble.ts'

type Props = {
  door: SessionDoor
  signedIn: { token: string; me: Me }
  passphrase: string | undefined
  onDone: () => void
}

/** Enrolled: the six words to say aloud, and the way in. */
export function Enrolled({ door, signedIn, passphrase, onDone }: Props) {
  const { office } = useText()
  const text = office.enrol
  const [words, setWords] = useState<readonly string[]>([])
  const entering = useDoing()
  const { me, token } = signedIn
  useEffect(() => void personWords(me).then(setWords), [me])
  return (
    <Entrance title={text.done} wide>
      <Sheet>
        {may(me.role, 'take_conversations') && (
          <>
            <h2>{text.doneWords}</h2>
            <NumberedWords words={words} />
            <p>{text.doneText}</p>
          </>
        )}
        {me.role === 'administrator' && <p>{office.people.text}</p>}
        {me.role === 'coordinator' && <p>{office.own.coordinator}</p>}
        <Button
          look="main"
          busy={entering.busy}
          onPress={() =>
            entering.run(async () => {
              await door.enter({ token, me }, undefined)
              if (passphrase) await door.unlockByPassphrase(passphrase).catch(() => {})
              history.replaceState(undefined, '', '/desk/')
              onDone()
            })
          }
        >
          {text.toDesk}
        </Button>
      </Sheet>
    </Entrance>
  )
}
