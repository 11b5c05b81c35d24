import { Refused } from '@veilleuse/client/call'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { makePasskey, type PasskeyAnswer } from '../session/passkey.ts'
import { explainPasskey } from '../session/sign-in.tsx'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import css from './enrol.module.css'
import type { StepProps } from './enrol.tsx'
import { CodeField } from './second-factor-step.tsx'

type Props = StepProps & { onFinish: (passkey: PasskeyAnswer | undefined) => Promise<void> }

/** A passkey for those who have one, and the end for everybody. */
export function PasskeyStep({ begun, made, onMade, onBack, onFinish }: Props) {
  const text = useText().office.enrol
  const making = useDoing(explainPasskey)
  const [stale, setStale] = useState(false)
  const finishing = useDoing((why, said) => {
    const wrong = why instanceof Refused && why.problem === 'wrong_secret'
    setStale(wrong)
    // What was worked out did not do; from here on it is what is typed.
    if (wrong) onMade({ code: '', lead: undefined })
    return wrong ? said.office.enrol.codeExpired : undefined
  })
  const { passkey } = made
  return (
    <div className={css['form']}>
      <p>{text.passkeyText}</p>
      {passkey ? (
        <Notice>{passkey.way ? text.passkeyMade : text.passkeyNoVault}</Notice>
      ) : (
        <div className={css['row']}>
          <Button
            busy={making.busy}
            onPress={() =>
              making.run(async () => onMade({ passkey: await makePasskey(begun.passkey.options) }))
            }
          >
            <KeyRound size={18} aria-hidden /> {text.passkeyMake}
          </Button>
        </div>
      )}
      {making.trouble && <Notice tone="lamp">{making.trouble}</Notice>}
      {finishing.trouble && <Notice tone="grave">{finishing.trouble}</Notice>}
      {stale && (
        <CodeField value={made.code} onChange={(code) => onMade({ code, lead: undefined })} />
      )}
      <div className={css['actions']}>
        <Button onPress={onBack}>{text.back}</Button>
        <Button
          look="main"
          busy={finishing.busy}
          onPress={() => finishing.run(() => onFinish(passkey))}
        >
          {finishing.busy ? text.finishing : passkey ? text.finish : text.skip}
        </Button>
      </div>
    </div>
  )
}
