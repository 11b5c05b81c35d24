import { may } from '@veilleuse/domain/access'
import { fromBase64url } from '@veilleuse/sealing/bytes'
import { waysOf } from '@veilleuse/sealing/vault'
import { epochInHand, type Keyring } from '../session/keyring.ts'
import type { Keysmith } from '../session/keysmith.ts'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Notice } from '../ui/notice.tsx'
import { dayAndTime } from '../ui/said-time.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { FingerprintWords } from './fingerprint-words.tsx'
import css from './office.module.css'
import { PersonWords } from './person-words.tsx'

type Props = { door: SessionDoor; smith: Keysmith; keyring: Keyring }

/** A person's own page: who they are here, which keys they hold, how they open their vault. */
export function OwnPage({ door, smith, keyring }: Props) {
  const text = useText().office
  const words = text.own
  const [{ language }] = useSettings()
  const { me, pin } = keyring
  const answers = may(me.role, 'take_conversations')
  const now = new Date()
  const ways = waysOf(fromBase64url(me.vault))
  return (
    <main className={css['office']}>
      <h1 className={css['title']}>{words.title}</h1>
      {me.role === 'coordinator' && <Notice>{words.coordinator}</Notice>}
      <section className={css['part']}>
        <dl className={css['facts']}>
          <dt>{words.alias}</dt>
          <dd>{me.alias}</dd>
          <dt>{words.login}</dt>
          <dd>{me.login}</dd>
          <dt>{words.role}</dt>
          <dd>{text.roles[me.role]}</dd>
          <dt>{words.directory}</dt>
          <dd>
            {!answers
              ? words.noDirectory
              : me.inDirectory
                ? words.inDirectory
                : words.notInDirectory}
          </dd>
          {answers && (
            <>
              <dt>{words.keys}</dt>
              <dd>
                {me.lines.map(({ id, name }) => {
                  const epoch = epochInHand(keyring, id, now)
                  const until = epoch && words.keysUntil(dayAndTime(epoch.validTo, language))
                  return (
                    <span key={id} className={css['each']}>
                      {name[language]}: {until ?? words.keysNone}
                    </span>
                  )
                })}
                {me.lines.length === 0 && words.noLine}
              </dd>
            </>
          )}
          <dt>{words.ways}</dt>
          <dd>{ways.map(({ kind }) => text.unlock.with[kind]).join(', ')}</dd>
        </dl>
      </section>
      {answers && (
        <section className={css['part']}>
          <div>
            <h2>{words.words}</h2>
            <p className={css['hint']}>{words.wordsText}</p>
          </div>
          <PersonWords person={me} />
        </section>
      )}
      <section className={css['part']}>
        <h2>{words.rootWords}</h2>
        {pin ? <FingerprintWords of={pin} /> : <p className={css['hint']}>{words.rootNone}</p>}
      </section>
      <AddPasskey door={door} smith={smith} me={me} />
    </main>
  )
}
