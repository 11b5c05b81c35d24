import type { Person } from '@veilleuse/contract/account'
import { may } from '@veilleuse/domain/access'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { authorityOf, epochInHand, linesInHand } from '../session/keyring.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { dayAndTime } from '../ui/said-time.ts'
import { useDoing } from '../ui/trouble.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { addToDirectory, giveKeys, publishKeys, whatIsDue } from './line-keys.ts'
import css from './office.module.css'
import type { OfficeProps } from './office.tsx'
import { PersonWords } from './person-words.tsx'
import { usePeople } from './use-people.ts'

/** What an authority of the line does: lets people in, and keeps the line's keys running. */
export function AuthorityPart({ door, keyring }: OfficeProps) {
  const text = useText().office.authority
  const [{ language }] = useSettings()
  const queries = useQueryClient()
  const { people, again } = usePeople(door)
  const due = useQuery({
    queryKey: ['due'],
    queryFn: () => whatIsDue(door.ask),
  })
  const lines = due.data ?? []
  const doing = useDoing()
  const [done, say] = useState<string>()
  if (!authorityOf(keyring))
    return (
      <section className={css['part']}>
        <h2>{text.title}</h2>
        <Notice tone="lamp">{text.notYet}</Notice>
      </section>
    )
  const waiting = people.filter(
    ({ state, role }) => state === 'enrolled' && may(role, 'take_conversations'),
  )
  const now = new Date()
  const running = new Set(lines.flatMap(({ id }) => (epochInHand(keyring, id, now) ? [id] : [])))
  const lacking = people.filter(
    ({ state, lines: on }) =>
      state === 'in_directory' && on.some(({ id, hasKeys }) => !hasKeys && running.has(id)),
  )
  const empty = keyring.directory?.staff.size === 0

  /** After anything here, everything is read again: the directory, the keys, the people. */
  const then = (work: () => Promise<string | undefined>) =>
    doing.run(async () => {
      say(await work())
      await door.refresh()
      await Promise.all([again(), queries.invalidateQueries({ queryKey: ['due'] })])
    })

  return (
    <>
      <section className={css['part']}>
        <div className={css['head']}>
          <div>
            <h2>{text.title}</h2>
            <p className={css['hint']}>{text.text}</p>
          </div>
        </div>
        {doing.trouble && <Notice tone="grave">{doing.trouble}</Notice>}
        {done && !doing.trouble && <Notice>{done}</Notice>}
        <ul className={css['people']}>
          {lines.map(({ id, name, rotationDue }) => {
            const epoch = epochInHand(keyring, id, now)
            const answered = people.some(
              ({ state, lines: on }) => state === 'in_directory' && on.some((one) => one.id === id),
            )
            return (
              <li key={id} className={css['person']}>
                <span className={css['who']}>
                  <strong>{name[language]}</strong>
                  <span>
                    {epoch ? text.epochUntil(dayAndTime(epoch.validTo, language)) : text.epochNone}
                  </span>
                </span>
                {!answered && <span className={css['hint']}>{text.nobodyOnLine}</span>}
                {answered && rotationDue && (
                  <span className={css['chip']} data-tone="waiting">
                    {text.due[rotationDue]}
                  </span>
                )}
                <Button
                  size="small"
                  look={epoch || !answered ? 'plain' : 'main'}
                  isDisabled={!answered}
                  busy={doing.busy}
                  aria-label={`${text.publish}: ${name[language]}`}
                  onPress={() =>
                    then(async () => {
                      await publishKeys(door.ask, keyring, { line: id, now: new Date() })
                      return text.published
                    })
                  }
                >
                  {text.publish}
                </Button>
              </li>
            )
          })}
        </ul>
        {empty && <p className={css['hint']}>{text.needsPeople}</p>}
        {lacking.length > 0 && (
          <div className={css['row']}>
            <span>
              <strong>{text.lacking}</strong> · {lacking.map(({ alias }) => alias).join(', ')}
            </span>
            <Button
              size="small"
              onPress={() =>
                then(async () => text.given(await giveKeys(door.ask, keyring, new Date())))
              }
            >
              {text.give}
            </Button>
          </div>
        )}
      </section>
      <section className={css['part']}>
        <h2>{text.waiting}</h2>
        {waiting.length === 0 && <p className={css['hint']}>{text.waitingNone}</p>}
        <ul className={css['people']}>
          {waiting.map((person) => (
            <Waiting
              key={person.id}
              person={person}
              isMe={person.id === keyring.me.id}
              onAdd={() =>
                then(async () => {
                  await addToDirectory(door.ask, keyring, person)
                  const next = await door.refresh()
                  // Whoever comes while keys are running gets them in the same act.
                  if (next && linesInHand(next, new Date()).length > 0)
                    return text.given(await giveKeys(door.ask, next, new Date()))
                  return undefined
                })
              }
              busy={doing.busy}
            />
          ))}
        </ul>
      </section>
    </>
  )
}

type WaitingProps = { person: Person; isMe: boolean; busy: boolean; onAdd: () => void }

function Waiting({ person, isMe, busy, onAdd }: WaitingProps) {
  const { office } = useText()
  return (
    <li className={css['person']}>
      <span className={css['who']}>
        <strong>{person.alias}</strong>
        <span>{office.roles[person.role]}</span>
      </span>
      <div className={css['wide']}>
        {!isMe && <p>{office.authority.compare(person.alias)}</p>}
        <PersonWords person={person} />
        <div className={css['row']}>
          <Button size="small" look="main" busy={busy} onPress={onAdd}>
            {isMe ? office.authority.selfAdd : office.authority.add}
          </Button>
        </div>
      </div>
    </li>
  )
}
