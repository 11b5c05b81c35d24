import type { Person } from '@veilleuse/contract/account'
import { may } from '@veilleuse/domain/access'
import { useText } from '../text/text.tsx'
import css from './office.module.css'

/** How far somebody has come, and whether anybody still has to do something for them. */
export function PersonState({ person }: { person: Person }) {
  const text = useText().office.people
  const answers = may(person.role, 'take_conversations')
  const hasKeys = person.lines.every((line) => line.hasKeys)
  const settled = person.state === 'in_directory' || person.state === 'removed'
  const enrolled = person.state === 'enrolled' && !answers
  return (
    <>
      <span className={css['chip']} data-tone={settled || enrolled ? 'settled' : 'waiting'}>
        {enrolled ? text.statesOffice : text.states[person.state]}
      </span>
      {person.state === 'in_directory' && (
        <span className={css['chip']} data-tone={hasKeys ? 'settled' : 'waiting'}>
          {hasKeys ? text.keys.yes : text.keys.no}
        </span>
      )}
    </>
  )
}
