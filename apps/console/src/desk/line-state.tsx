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
  const line = picture.desk?.line
  if (!line) return null
  // What was true a minute ago is not said as if it were true now.
  if (picture.connection !== 'live') return <p className={css['line']}>{connection.lost}</p>
  const { wait } = line
  return (
    <p className={css['line']}>
      <span className={css['open']} data-open={line.state === 'open'}>
        {line.state === 'open' ? text.open : text.closed}
      </span>
      <span className={css['name']}>{line.name[language]}</span>
      <span>{text.waiting(line.waiting)}</span>
      {wait && line.waiting > 0 && (
        <span>
          {wait.fromMinutes > 0
            ? text.wait(wait.fromMinutes, wait.toMinutes)
            : text.waitShort(wait.toMinutes)}
        </span>
      )}
      <span className={css['present']}>{text.present(line.counsellorsPresent)}</span>
    </p>
  )
}
