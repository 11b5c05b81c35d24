import type { Person } from '@veilleuse/contract/account'
import { may } from '@veilleuse/domain/access'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { authorityOf, epochInHand } from '../session/keyring.ts'
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
    queryFn: async () => (await whatIsDue(door.ask)) ?? '',
  })
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
  const lacking = people.filter(({ state, hasKeys }) => state === 'in_directory' && !hasKeys)
  const epoch = epochInHand(keyring, new Date())
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
          <Button
            look={epoch ? 'plain' : 'main'}
            isDisabled={empty ?? true}
            busy={doing.busy}
            onPress={() =>
              then(async () => {
                await publishKeys(door.ask, keyring, new Date())
                return text.published
              })
            }
          >
            {text.publish}
          </Button>
        </div>
        {doing.trouble && <Notice tone="grave">{doing.trouble}</Notice>}
        {done && !doing.trouble && <Notice>{done}</Notice>}
        <p>
          <strong>{text.epoch}</strong> ·{' '}
          {epoch ? text.epochUntil(dayAndTime(epoch.validTo, language)) : text.epochNone}
        </p>
        {due.data && <Notice tone="lamp">{text.due[due.data]}</Notice>}
        {empty && <p className={css['hint']}>{text.needsPeople}</p>}
        {lacking.length > 0 && epoch && (
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
                  if (next && epochInHand(next, new Date()))
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
