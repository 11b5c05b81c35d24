import type { demoPeople } from '@veilleuse/contract/account'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import type { InferOutput } from 'valibot'
import { useText } from '../text/text.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import css from './sign-in.module.css'
import type { SessionDoor } from './session.ts'

type Props = { door: SessionDoor; people: InferOutput<(typeof demoPeople)['reply']>['people'] }

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
            <Button
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
            </Button>
          </li>
        ))}
      </ul>
      {entering.trouble && <Notice tone="grave">{entering.trouble}</Notice>}
    </section>
  )
}
