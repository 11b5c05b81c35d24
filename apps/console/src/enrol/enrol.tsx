import { beginEnrolment } from '@veilleuse/contract/account'
import { english } from '@veilleuse/sealing/words/english'
import { french } from '@veilleuse/sealing/words/french'
import { useEffect, useRef, useState } from 'react'
import type { Me } from '@veilleuse/contract/account'
import { Entrance, Sheet } from '../session/entrance.tsx'
import type { Keysmith } from '../session/keysmith.ts'
import type { PasskeyAnswer } from '../session/passkey.ts'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Notice } from '../ui/notice.tsx'
import { wordsFor } from '../ui/trouble.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { Enrolled } from './enrolled.tsx'
import { codeIn, finishEnrolment, isFirst, makeRecovery, type Begun } from './enrolment.ts'
import css from './enrol.module.css'
import { PasskeyStep } from './passkey-step.tsx'
import { PassphraseStep } from './passphrase-step.tsx'
import { RecoveryStep } from './recovery-step.tsx'
import { codeAfter } from './second-factor.ts'
import { SecondFactorStep } from './second-factor-step.tsx'
import { YouStep } from './you-step.tsx'

/** What has been made so far. All of it lives on this page until the last step. */
export type Made = {
  readonly login: string
  readonly alias: string
  readonly passphrase: string
  readonly code: string
  /** How far the app is ahead of this browser's clock, in half minutes; while its code has not lapsed. */
  readonly lead: number | undefined
  readonly passkey: PasskeyAnswer | undefined
}

export type StepProps = {
  begun: Begun
  made: Made
  onMade: (made: Partial<Made>) => void
  onNext: () => void
  onBack: () => void
}

type Props = { door: SessionDoor; smith: Keysmith; onDone: () => void }

export function Enrol({ door, smith, onDone }: Props) {
  const text = useText()
  const words = text.office.enrol
  const [{ language }] = useSettings()
  const { begun, trouble, code } = useInvitation(door)
  const [step, setStep] = useState(0)
  const [made, make] = useState<Made>()
  const [recovery, setRecovery] = useState<readonly string[]>([])
  const [signedIn, setSignedIn] = useState<{ token: string; me: Me }>()

  useEffect(() => {
    // In the language of the page, and never made anew: they may be on paper already.
    if (recovery.length === 0)
      void makeRecovery(language === 'fr' ? french : english).then(setRecovery)
  }, [language, recovery.length])

  if (signedIn)
    return (
      <Enrolled door={door} signedIn={signedIn} passphrase={made?.passphrase} onDone={onDone} />
    )
  if (!begun || !code)
    return (
      <Entrance title={words.title}>
        <Sheet>
          {trouble || !code ? (
            <Notice tone="grave">{trouble ? wordsFor(trouble, text) : words.noCode}</Notice>
          ) : (
            <p role="status">{text.loading}</p>
          )}
        </Sheet>
      </Entrance>
    )

  const now: Made = made ?? {
    ...begun,
    passphrase: '',
    code: '',
    lead: undefined,
    passkey: undefined,
  }
  const props: StepProps = {
    begun,
    made: now,
    onMade: (change) => make((before) => ({ ...(before ?? now), ...change })),
    onNext: () => setStep(step + 1),
    onBack: () => setStep(step - 1),
  }

  async function finish(passkey: PasskeyAnswer | undefined) {
    if (!begun || !code) return
    const { login, alias, passphrase, lead } = now
    const secondFactorCode =
      lead === undefined ? now.code : codeAfter(lead, begun.secondFactor, new Date())
    const enrolment = {
      code,
      begun,
      login,
      alias,
      passphrase,
      secondFactorCode,
      recovery,
      passkey,
    }
    setSignedIn(await finishEnrolment(door.ask, smith, enrolment))
    // The code has done its work; nothing of it stays in the address or in the history.
    history.replaceState(undefined, '', '/desk/enrol')
  }

  return (
    <Entrance
      title={
        step === 0 ? words.welcome(isFirst(begun) ? '' : begun.alias) : (words.steps[step] ?? '')
      }
      wide
    >
      <ol className={css['steps']} aria-label={words.step(step + 1, words.steps.length)}>
        {words.steps.map((name, i) => (
          <li key={name} data-done={i < step} aria-current={i === step ? 'step' : undefined}>
            {name}
          </li>
        ))}
      </ol>
      <Sheet key={step}>
        {step === 0 && <YouStep {...props} />}
        {step === 1 && <PassphraseStep {...props} />}
        {step === 2 && <SecondFactorStep {...props} />}
        {step === 3 && <RecoveryStep {...props} recovery={recovery} />}
        {step === 4 && <PasskeyStep {...props} onFinish={finish} />}
      </Sheet>
    </Entrance>
  )
}

function useInvitation(door: SessionDoor) {
  const [begun, setBegun] = useState<Begun>()
  const [trouble, setTrouble] = useState<unknown>()
  const [code] = useState(() => codeIn(location.hash))
  // Each opening makes a new second factor, so it is opened once however often this is drawn.
  const asked = useRef(false)
  useEffect(() => {
    if (!code || asked.current) return
    asked.current = true
    door.ask(beginEnrolment, { body: { code } }).then(setBegun, setTrouble)
  }, [code, door])
  return { begun, trouble, code }
}
