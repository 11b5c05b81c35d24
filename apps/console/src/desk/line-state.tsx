import { takesVisitors } from '@veilleuse/domain/line-state'
import { useText } from '../text/text.tsx'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import type { Desk } from './desk.ts'
import css from './line-state.module.css'

/** Whether the line is open, how many wait and how long: true at this moment, or not shown. */
export function LineState({ desk }: { desk: Desk }) {
  const { line: text, connection } = useText().desk
  const [{ language }] = useSettings()
  const { picture } = useStore(desk.state)
  const lines = picture.desk?.lines ?? []
  // What was true a minute ago is not said as if it were true now.
  if (picture.connection !== 'live')
    return lines.length > 0 && <p className={css['line']}>{connection.lost}</p>
  const [only] = lines
  if (!only) return null
  if (lines.length > 1)
    return (
      <ul className={css['lines']}>
        {lines.map((line) => (
          <li key={line.id} className={css['line']}>
            <span className={css['open']} data-open={takesVisitors(line)}>
              {line.name[language]}
            </span>
            <span>{takesVisitors(line) ? text.waiting(line.waiting) : text[line.state]}</span>
          </li>
        ))}
      </ul>
    )
  const { wait } = only
  return (
    <p className={css['line']}>
      <span className={css['open']} data-open={takesVisitors(only)}>
        {text[only.state]}
      </span>
      <span className={css['name']}>{only.name[language]}</span>
      <span>{text.waiting(only.waiting)}</span>
      {wait && only.waiting > 0 && (
        <span>
          {wait.fromMinutes > 0
            ? text.wait(wait.fromMinutes, wait.toMinutes)
            : text.waitShort(wait.toMinutes)}
        </span>
      )}
      <span className={css['present']}>{text.present(only.counsellorsPresent)}</span>
    </p>
  )
}
