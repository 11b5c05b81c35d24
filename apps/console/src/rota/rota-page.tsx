import * as contract from '@veilleuse/contract/shift'
import type { RotaLine, ShiftView } from '@veilleuse/contract/shift'
import type { Me } from '@veilleuse/contract/account'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { may } from '@veilleuse/domain/access'
import { useState } from 'react'
import css from '../office/office.module.css'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { useDoing } from '../ui/trouble.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { HoursPart } from './hours-part.tsx'
import own from './rota.module.css'
import { ShiftDialog } from './shift-dialog.tsx'
import { daysLater, daysOf, mondayOf, wallTime } from './week.ts'

type Props = { door: SessionDoor; me: Me }

/** Who is planned when, and when the line is open: a week at a time. */
export function RotaPage({ door, me }: Props) {
  const text = useText().rota
  const [{ language }] = useSettings()
  const [chosen, choose] = useState<string>()
  const { data } = useQuery({
    queryKey: ['rota'],
    queryFn: () => door.ask(contract.rotaLines, {}),
  })
  const lines = data?.lines ?? []
  const line = lines.find(({ id }) => id === chosen) ?? lines[0]
  return (
    <main className={css['office']}>
      <h1 className={css['title']}>{text.title}</h1>
      {lines.length > 1 && (
        <Select
          label={text.line}
          placeholder={text.choose}
          value={line?.id}
          options={lines.map(({ id, name }) => [id, name[language]] as const)}
          onChange={choose}
        />
      )}
      {line && <WeekPart key={line.id} door={door} me={me} line={line} />}
      {line && may(me.role, 'configure_lines') && (
        <HoursPart key={`hours ${line.id}`} door={door} line={line} />
      )}
    </main>
  )
}

function WeekPart({ door, me, line }: Props & { line: RotaLine }) {
  const text = useText().rota
  const [{ language }] = useSettings()
  const { zone } = line.hours
  const queries = useQueryClient()
  const [monday, setMonday] = useState(() => mondayOf(zone, new Date()))
  const [adding, add] = useState<string>()
  const [said, say] = useState<string>()
  const doing = useDoing()
  const { data } = useQuery({
    queryKey: ['rota', line.id, monday],
    queryFn: () => door.ask(contract.rotaWeek, { params: { line: line.id, monday } }),
    // Others take and leave shifts meanwhile.
    refetchInterval: 15_000,
  })
  const again = () => queries.invalidateQueries({ queryKey: ['rota', line.id] })
  const plans = may(me.role, 'plan_rota')
  const there = data?.people.filter((one) => one.there).map(({ alias }) => alias) ?? []
  const dayName = (date: string) =>
    new Date(date).toLocaleDateString(language === 'fr' ? 'fr-FR' : 'en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    })
  const move = (days: number) => {
    say(undefined)
    setMonday(daysLater(monday, days))
  }
  const copy = () =>
    doing.run(async () => {
      const body = { from: daysLater(monday, -7), to: monday }
      const { planned } = await door.ask(contract.copyWeek, { params: { line: line.id }, body })
      say(text.copied(planned))
      await again()
    })

  return (
    <section className={css['part']} aria-labelledby="week">
      <div className={css['head']}>
        <div>
          <h2 id="week">{text.week(dayName(monday))}</h2>
          {data && (
            <p className={css['hint']}>
              {there.length > 0 ? `${text.there} : ${there.join(', ')}` : text.nobodyThere}
            </p>
          )}
        </div>
        <div className={css['row']}>
          <Button size="small" onPress={() => move(-7)}>
            {text.before}
          </Button>
          <Button size="small" onPress={() => setMonday(mondayOf(zone, new Date()))}>
            {text.now}
          </Button>
          <Button size="small" onPress={() => move(7)}>
            {text.after}
          </Button>
        </div>
      </div>
      <table className={own['week']}>
        <thead>
          <tr>
            <th scope="col">{text.day}</th>
            <th scope="col">{text.shifts}</th>
          </tr>
        </thead>
        <tbody>
          {daysOf(zone, monday, data?.shifts ?? []).map(({ date, shifts }) => (
            <tr key={date}>
              <th scope="row">{dayName(date)}</th>
              <td>
                <ul className={own['shifts']}>
                  {shifts.map((shift) => (
                    <li key={shift.id}>
                      <Shift door={door} me={me} zone={zone} shift={shift} onChange={again} />
                    </li>
                  ))}
                  {shifts.length === 0 && <li className={css['hint']}>{text.nothing}</li>}
                </ul>
                {plans && (
                  <Button size="small" look="quiet" onPress={() => add(date)}>
                    {text.add}
                    <span className="hear-only">, {dayName(date)}</span>
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {plans && (
        <div className={css['row']}>
          <Button busy={doing.busy} onPress={copy}>
            {text.copy}
          </Button>
        </div>
      )}
      <div role="status">{said && <Notice>{said}</Notice>}</div>
      {doing.trouble && <Notice tone="grave">{doing.trouble}</Notice>}
      {adding && (
        <ShiftDialog
          door={door}
          line={line}
          date={adding}
          title={text.addTitle(dayName(adding))}
          people={data?.people ?? []}
          onClose={() => {
            add(undefined)
            void again()
          }}
        />
      )}
    </section>
  )
}

type ShiftProps = Props & { zone: string; shift: ShiftView; onChange: () => Promise<void> }

function Shift({ door, me, zone, shift, onChange }: ShiftProps) {
  const text = useText().rota
  const doing = useDoing()
  const { id, person } = shift
  const times = `${wallTime(zone, shift.from)}–${wallTime(zone, shift.to)}`
  const mine = person?.id === me.id
  const alias = person?.alias ?? text.open
  const whose = mine ? `${alias} (${text.mine})` : alias
  const act = (
    endpoint: typeof contract.takeShift | typeof contract.leaveShift | typeof contract.removeShift,
  ) =>
    doing.run(async () => {
      await door.ask(endpoint, { params: { id } })
      await onChange()
    })
  const button = (words: string, endpoint: Parameters<typeof act>[0]) => (
    <Button size="small" busy={doing.busy} onPress={() => act(endpoint)}>
      {words}
      <span className="hear-only">
        {' '}
        {times}, {alias}
      </span>
    </Button>
  )
  return (
    <div className={own['shift']} data-open={!person}>
      <span className={own['times']}>{times}</span>
      <span>{whose}</span>
      {may(me.role, 'take_shifts') && !person && button(text.take, contract.takeShift)}
      {may(me.role, 'take_shifts') && mine && button(text.leave, contract.leaveShift)}
      {may(me.role, 'plan_rota') && button(text.remove, contract.removeShift)}
      {doing.trouble && <Notice tone="grave">{doing.trouble}</Notice>}
    </div>
  )
}
