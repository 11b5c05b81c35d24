import type { Person } from '@veilleuse/contract/account'
import { may } from '@veilleuse/domain/access'
import { useState } from 'react'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { AppointDialog } from './appoint-dialog.tsx'
import { FingerprintWords } from './fingerprint-words.tsx'
import { MakeRoot } from './make-root.tsx'
import css from './office.module.css'
import type { OfficeProps } from './office.tsx'
import { usePeople } from './use-people.ts'

/** The directory of the line: opened once, with a root key that never leaves this browser. */
export function RootPart({ door, keyring }: OfficeProps) {
  const text = useText().office.root
  const { people } = usePeople(door)
  const [chosen, appoint] = useState<Person>()
  const { directory, pin } = keyring
  if (!directory || !pin)
    return (
      <section className={css['part']} aria-labelledby="root">
        <h2 id="root">{text.title}</h2>
        <Notice tone="lamp">{text.none}</Notice>
        <MakeRoot door={door} me={keyring.me} />
      </section>
    )
  const authorities = new Set(directory.authorities.map(({ staff }) => staff))
  const supervisors = people.filter(
    ({ role, state }) =>
      may(role, 'give_keys') && (state === 'enrolled' || state === 'in_directory'),
  )
  return (
    <section className={css['part']} aria-labelledby="root">
      <h2 id="root">{text.title}</h2>
      <div>
        <h3>{text.words}</h3>
        <p className={css['hint']}>{text.wordsText}</p>
      </div>
      <FingerprintWords of={pin} />
      <div>
        <h3>{text.authorities}</h3>
        <p className={css['hint']}>{text.authoritiesText}</p>
      </div>
      {authorities.size === 0 && supervisors.length === 0 && (
        <Notice tone="lamp">{text.noAuthority}</Notice>
      )}
      <ul className={css['people']}>
        {supervisors.map((person) => (
          <li key={person.id} className={css['person']}>
            <span className={css['who']}>
              <strong>{person.alias}</strong>
            </span>
            {authorities.has(person.id) ? (
              <span className={css['chip']}>{text.isAuthority}</span>
            ) : (
              <Button size="small" onPress={() => appoint(person)}>
                {text.appoint}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <AppointDialog
          door={door}
          directory={directory}
          person={chosen}
          onClose={() => appoint(undefined)}
        />
      )}
    </section>
  )
}
