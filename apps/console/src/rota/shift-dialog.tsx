import * as contract from '@veilleuse/contract/shift'
import type { RotaLine, RotaWeek } from '@veilleuse/contract/shift'
import { minutes } from '@veilleuse/domain/hours-text'
import { useState } from 'react'
import css from '../office/office.module.css'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { useDoing } from '../ui/trouble.ts'
import { spanOn } from './week.ts'

type Props = {
  door: SessionDoor
  line: RotaLine
  /** The day on which it begins, as `2026-03-10`. */
  date: string
  title: string
  people: RotaWeek['people']
  onClose: () => void
}

/** A shift more, for somebody or to be taken. */
export function ShiftDialog({ door, line, date, title, people, onClose }: Props) {
  const text = useText().rota
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [person, choose] = useState('anybody')
  const [tried, tryIt] = useState(false)
  const planning = useDoing()
  const times = { from: timeIn(from), to: timeIn(to) }
  const whose = people.find(({ id }) => id === person)
  const trouble = (time: number | undefined) =>
    tried && time === undefined ? text.timeFault : undefined
  const plan = () => {
    tryIt(true)
    const [begins, ends] = [times.from, times.to]
    if (begins === undefined || ends === undefined) return
    planning.run(async () => {
      await door.ask(contract.planShift, {
        params: { line: line.id },
        body: {
          ...spanOn(line.hours.zone, date, { from: begins, to: ends }),
          ...(whose && { person: whose.id }),
        },
      })
      onClose()
    })
  }
  return (
    <Dialog open onClose={onClose} title={title}>
      <div className={css['form']}>
        <Field label={text.from} value={from} onChange={setFrom} trouble={trouble(times.from)} />
        <Field
          label={text.to}
          value={to}
          onChange={setTo}
          hint={text.timeHint}
          trouble={trouble(times.to)}
        />
        <Select
          label={text.person}
          placeholder={text.anybody}
          value={person}
          options={[
            ['anybody', text.anybody] as const,
            ...people.map(({ id, alias }) => [id as string, alias] as const),
          ]}
          onChange={choose}
        />
      </div>
      {planning.trouble && <Notice tone="grave">{planning.trouble}</Notice>}
      <DialogActions>
        <Button onPress={onClose}>{text.cancel}</Button>
        <Button look="main" busy={planning.busy} onPress={plan}>
          {text.save}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function timeIn(text: string): number | undefined {
  return /^\d\d:\d\d$/.test(text.trim()) ? minutes(text.trim()) : undefined
}
