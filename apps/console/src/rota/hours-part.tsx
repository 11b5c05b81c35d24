import * as contract from '@veilleuse/contract/shift'
import type { RotaLine } from '@veilleuse/contract/shift'
import { useQueryClient } from '@tanstack/react-query'
import { frenchHolidays, type HolidayName } from '@veilleuse/domain/french-holidays'
import { useState } from 'react'
import css from '../office/office.module.css'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { draftOf, type HoursDraft, hoursIn, isClear } from './hours-draft.ts'
import own from './rota.module.css'

type Props = { door: SessionDoor; line: RotaLine }

/** The calendar of a line: its week, its seasons, its special days. */
export function HoursPart({ door, line }: Props) {
  const text = useText().rota
  const words = text.hours
  const queries = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(line.hours))
  const [fault, blame] = useState<string>()
  const [saved, say] = useState(false)
  const saving = useDoing()
  const change = (next: Partial<HoursDraft>) => {
    say(false)
    blame(undefined)
    setDraft({ ...draft, ...next })
  }
  const save = () => {
    const read = hoursIn(draft)
    if ('fault' in read) return blame(words.faults[read.fault])
    const { channels } = line.hours
    const hours = { ...read.hours, ...(channels && { channels }) }
    saving.run(async () => {
      await door.ask(contract.setLineHours, {
        params: { line: line.id },
        body: { hours: contract.asHours(hours) },
      })
      say(true)
      await queries.invalidateQueries({ queryKey: ['rota'] })
    })
  }
  return (
    <section className={css['part']} aria-labelledby="hours">
      <div className={css['head']}>
        <div>
          <h2 id="hours">{words.title}</h2>
          <p className={css['hint']}>{words.text}</p>
        </div>
      </div>
      <Field label={words.zone} value={draft.zone} onChange={(zone) => change({ zone })} />
      <WeekFields
        title={words.week}
        hint={words.weekHint}
        week={draft.week}
        onChange={(week) => change({ week })}
      />
      <Seasons draft={draft} onChange={change} />
      <SpecialDays draft={draft} onChange={change} />
      {fault && <Notice tone="grave">{fault}</Notice>}
      {saving.trouble && <Notice tone="grave">{saving.trouble}</Notice>}
      <div role="status">{saved && <Notice>{words.saved}</Notice>}</div>
      <div className={css['row']}>
        <Button look="main" busy={saving.busy} onPress={save}>
          {text.save}
        </Button>
      </div>
    </section>
  )
}

type PartProps = { draft: HoursDraft; onChange: (next: Partial<HoursDraft>) => void }

function Seasons({ draft: { seasons }, onChange }: PartProps) {
  const words = useText().rota.hours
  const put = (place: number, next: Partial<HoursDraft['seasons'][number]>) =>
    onChange({ seasons: seasons.map((one, at) => (at === place ? { ...one, ...next } : one)) })
  return (
    <>
      <h3>{words.seasons}</h3>
      {seasons.map((season, place) => (
        <fieldset key={place} className={own['group']}>
          <legend>{words.season(place + 1)}</legend>
          <Dates {...season} onChange={(dates) => put(place, dates)} />
          <WeekFields
            title={words.season(place + 1)}
            hint={words.weekHint}
            week={season.week}
            onChange={(week) => put(place, { week })}
          />
          <Remove
            what={words.season(place + 1)}
            onPress={() => onChange({ seasons: seasons.filter((_, at) => at !== place) })}
          />
        </fieldset>
      ))}
      <div className={css['row']}>
        <Button
          size="small"
          onPress={() =>
            onChange({
              seasons: [...seasons, { from: '', to: '', week: ['', '', '', '', '', '', ''] }],
            })
          }
        >
          {words.addSeason}
        </Button>
      </div>
    </>
  )
}

function SpecialDays({ draft: { days }, onChange }: PartProps) {
  const words = useText().rota.hours
  const year = new Date().getFullYear()
  const put = (place: number, next: Partial<HoursDraft['days'][number]>) =>
    onChange({ days: days.map((one, at) => (at === place ? { ...one, ...next } : one)) })
  const offer = (of: number) =>
    onChange({
      days: [
        ...days,
        ...frenchHolidays(of)
          .filter(({ date }) => !days.some(({ from }) => from === date || from === date.slice(5)))
          .map(({ date }) => ({ from: date, to: date, times: '' })),
      ],
    })
  return (
    <>
      <h3>{words.days}</h3>
      {days.map((day, place) => (
        <fieldset key={place} className={own['group']}>
          <legend>{holidayIn(day.from, words.names) ?? words.special(place + 1)}</legend>
          <Dates {...day} onChange={(dates) => put(place, dates)} />
          <Field
            label={words.times}
            hint={words.timesHint}
            value={day.times}
            trouble={isClear(day.times) ? undefined : words.faults.times_unclear}
            onChange={(times) => put(place, { times })}
          />
          <Remove
            what={day.from || words.special(place + 1)}
            onPress={() => onChange({ days: days.filter((_, at) => at !== place) })}
          />
        </fieldset>
      ))}
      <div className={css['row']}>
        <Button
          size="small"
          onPress={() => onChange({ days: [...days, { from: '', to: '', times: '' }] })}
        >
          {words.addDay}
        </Button>
        {[year, year + 1].map((one) => (
          <Button key={one} size="small" onPress={() => offer(one)}>
            {words.holidays(one)}
          </Button>
        ))}
      </div>
    </>
  )
}

function holidayIn(date: string, names: Readonly<Record<HolidayName, string>>) {
  const found = frenchHolidays(Number(date.slice(0, 4)) || 2000).find((one) => one.date === date)
  return found && names[found.name]
}

type DatesProps = {
  from: string
  to: string
  onChange: (dates: { from?: string; to?: string }) => void
}

function Dates({ from, to, onChange }: DatesProps) {
  const words = useText().rota.hours
  return (
    <div className={own['dates']}>
      <Field
        label={words.first}
        hint={words.dateHint}
        value={from}
        onChange={(one) => onChange({ from: one.trim() })}
      />
      <Field label={words.last} value={to} onChange={(one) => onChange({ to: one.trim() })} />
    </div>
  )
}

type WeekProps = {
  title: string
  hint: string
  week: readonly string[]
  onChange: (week: readonly string[]) => void
}

function WeekFields({ title, hint, week, onChange }: WeekProps) {
  const words = useText().rota.hours
  const [{ language }] = useSettings()
  return (
    <div role="group" aria-label={title} className={own['fields']}>
      <p className={css['hint']}>{hint}</p>
      {week.map((times, place) => (
        <Field
          key={place}
          label={weekday(language, place)}
          value={times}
          trouble={isClear(times) ? undefined : words.faults.times_unclear}
          onChange={(next) => onChange(week.map((one, at) => (at === place ? next : one)))}
        />
      ))}
    </div>
  )
}

function Remove({ what, onPress }: { what: string; onPress: () => void }) {
  const words = useText().rota.hours
  return (
    <div className={css['row']}>
      <Button size="small" onPress={onPress}>
        {words.remove}
        <span className="hear-only"> {what}</span>
      </Button>
    </div>
  )
}

/** Monday is 0. */
function weekday(language: string, place: number): string {
  // 5 January 1970 was a Monday.
  return new Date(Date.UTC(1970, 0, 5 + place)).toLocaleDateString(language, {
    weekday: 'long',
    timeZone: 'UTC',
  })
}
