import { demoPeople } from '@veilleuse/contract/account'
import { useEffect, useState } from 'react'
import { Button as Card } from 'react-aria-components/Button'
import type { InferOutput } from 'valibot'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import css from './sign-in.module.css'
import type { SessionDoor } from './session.ts'

type People = InferOutput<(typeof demoPeople)['reply']>['people']
type Props = { door: SessionDoor; people: People }

/** The people of the demo, a click each. */
export function DemoPeople({ door, people }: Props) {
  const text = useText()
  const words = text.office.signIn
  const entering = useDoing()
  const [chosen, choose] = useState<string>()
  return (
    <section className={css['demo']} aria-label={words.demo}>
      <div>
        <h2 className={css['demoTitle']}>{words.demo}</h2>
        <p>{words.demoText}</p>
      </div>
      <ul className={css['people']}>
        {people.map((person) => (
          <li key={person.login}>
            <Card
              className={css['person'] ?? ''}
              onPress={() => {
                choose(person.login)
                entering.run(() => door.signInAsDemo(person))
              }}
            >
              <span className={css['face']} aria-hidden>
                {person.alias.slice(0, 1)}
              </span>
              <span className={css['who']}>
                <strong>{person.alias}</strong>
                <span>
                  {entering.busy && chosen === person.login
                    ? words.working
                    : text.office.roles[person.role]}
                </span>
              </span>
            </Card>
          </li>
        ))}
      </ul>
      {entering.trouble && <Notice tone="grave">{entering.trouble}</Notice>}
    </section>
  )
}

/** For one of the demo whose vault is shut, after a reload or a pause: the same one click. */
export function DemoKey({ busy, onPress }: { busy: boolean; onPress: () => void }) {
  const { unlock, signIn } = useText().office
  return (
    <section className={css['demo']} aria-label={signIn.demo}>
      <div>
        <h2 className={css['demoTitle']}>{signIn.demo}</h2>
        <p>{unlock.demoText}</p>
      </div>
      <Button look="plain" busy={busy} onPress={onPress}>
        {unlock.demo}
      </Button>
    </section>
  )
}

/** Nobody outside the demo; whoever asks looks the same then, without the cards. */
export function useDemoPeople(door: SessionDoor): People {
  const [people, setPeople] = useState<People>([])
  useEffect(() => {
    door.ask(demoPeople, {}).then(
      (answer) => setPeople(answer.people),
      () => {},
    )
  }, [door])
  return people
}
