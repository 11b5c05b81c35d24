import { may } from '@veilleuse/domain/access'
import type { Keyring } from '../session/keyring.ts'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { LinesPart } from '../lines/lines-part.tsx'
import { AuthorityPart } from './authority-part.tsx'
import css from './office.module.css'
import { PeoplePart } from './people-part.tsx'
import { RootPart } from './root-part.tsx'

export type OfficeProps = { door: SessionDoor; keyring: Keyring }

/** For those who run the house: who is of the team, and who holds which key. */
export function Office({ door, keyring }: OfficeProps) {
  const text = useText()
  const { role } = keyring.me
  return (
    <main className={css['office']}>
      <h1 className={css['title']}>{text.office.nav.office}</h1>
      {may(role, 'invite_people') && (
        <>
          <RootPart door={door} keyring={keyring} />
          <PeoplePart door={door} keyring={keyring} />
        </>
      )}
      {may(role, 'configure_lines') && <LinesPart door={door} />}
      {may(role, 'give_keys') && <AuthorityPart door={door} keyring={keyring} />}
    </main>
  )
}
