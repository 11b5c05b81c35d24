import {
  ceiling,
  seatLimits,
  seatStates,
  usualLimit,
  type SeatState,
} from '@veilleuse/domain/conversation'
import { ChevronDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { useText } from '../text/text.tsx'
import { Menu } from '../ui/menu.tsx'
import { wordsFor } from '../ui/trouble.ts'
import { useStore } from '../ui/use-store.ts'
import type { Desk } from './desk.ts'
import css from './seat-menu.module.css'

/** Own state, what it means, and the way to another one. */
export function SeatMenu({ desk, alias }: { desk: Desk; alias: string }) {
  const text = useText()
  const words = text.desk.seat
  const seat = useStore(desk.state).picture.desk?.seat
  const [trouble, setTrouble] = useState<string>()
  useEffect(() => {
    if (!trouble) return undefined
    const timer = setTimeout(() => setTrouble(undefined), 8000)
    return () => clearTimeout(timer)
  }, [trouble])
  const state = seat?.state ?? 'off'
  const run = (work: Promise<void>) => {
    setTrouble(undefined)
    work.catch((why: unknown) => setTrouble(wordsFor(why, text)))
  }
  return (
    <div className={css['seat']}>
      <Menu
        label={words.label}
        chosen={state}
        trigger={
          <Button className={css['button'] ?? ''} data-state={state}>
            <span className={css['dot']} aria-hidden />
            <span className={css['alias']}>{alias}</span>
            <span>{words.names[state]}</span>
            <ChevronDown size={16} aria-hidden />
          </Button>
        }
        entries={(['available', 'break', 'away', 'off'] as const).map((id) => ({
          id,
          name: words.names[id],
          hint: words.means[id],
          mark: <span className={css['dot']} data-state={id} aria-hidden />,
        }))}
        more={{
          label: words.atOnce,
          chosen: String(seat?.limit ?? usualLimit),
          entries: seatLimits.map((limit) => ({
            id: String(limit),
            name: words.limits[limit],
            mark: (
              <span className={css['number']} aria-hidden>
                {limit}
              </span>
            ),
            ...(limit === ceiling && { hint: words.three }),
          })),
          onChoose: (id) => {
            const limit = seatLimits.find((one) => String(one) === id)
            if (limit) run(desk.setLimit(limit))
          },
        }}
        onChoose={(id) => {
          const chosen = seatStates.find((one): one is SeatState => one === id)
          if (chosen) run(desk.setSeat(chosen))
        }}
      />
      {trouble && (
        <p role="alert" className={css['trouble']}>
          {trouble}
        </p>
      )}
    </div>
  )
}
