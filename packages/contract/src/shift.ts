import type { Hours } from '@veilleuse/domain/hours'
import * as v from 'valibot'
import type { Endpoint } from './endpoint.ts'
import { alias, lineId, moment, nothing, shiftId, staffId, worded } from './shapes.ts'

/** The calendar of a line, and its rota. */

/** A day as `2026-03-10`. */
const date = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\d$/),
  v.check((day) => Number.isFinite(Date.parse(day))),
)
const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1439))
const times = { from: minute, to: minute }
const blocksOfDay = v.pipe(v.array(v.object(times)), v.maxLength(12))
const day = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))
const week = v.pipe(v.array(v.object({ day, ...times })), v.maxLength(84))
/** `2026-12-24`, or `12-24` for every year; which days there are is a rule of the domain. */
const someDate = v.pipe(v.string(), v.regex(/^(\d{4}-)?\d\d-\d\d$/))
const dates = { from: someDate, to: someDate }
const calendar = {
  week,
  seasons: v.optional(v.pipe(v.array(v.object({ ...dates, week })), v.maxLength(20))),
  specialDays: v.optional(
    v.pipe(v.array(v.object({ ...dates, blocks: blocksOfDay })), v.maxLength(200)),
  ),
}

export const HoursShape = v.object({
  zone: v.pipe(v.string(), v.maxLength(64)),
  ...calendar,
  channels: v.optional(v.object({ chat: v.optional(v.object(calendar)) })),
})

export const RotaLine = v.object({ id: lineId, name: worded, hours: HoursShape })
export type RotaLine = v.InferOutput<typeof RotaLine>

export const ShiftView = v.object({
  id: shiftId,
  from: moment,
  to: moment,
  /** Whose it is; open to be taken when nobody's. */
  person: v.optional(v.object({ id: staffId, alias })),
})
export type ShiftView = v.InferOutput<typeof ShiftView>

export const RotaWeek = v.object({
  shifts: v.array(ShiftView),
  /** Whoever answers on the line, and whether they are at their desk now. */
  people: v.array(v.object({ id: staffId, alias, there: v.boolean() })),
})
export type RotaWeek = v.InferOutput<typeof RotaWeek>

export const rotaLines = {
  method: 'GET',
  url: '/api/desk/rota',
  door: 'desk',
  may: 'see_rota',
  reply: v.object({ lines: v.array(RotaLine) }),
  problems: [],
} as const satisfies Endpoint

/** Seven days from a day on, by the clocks of the line. */
export const rotaWeek = {
  method: 'GET',
  url: '/api/desk/rota/:line/:monday',
  door: 'desk',
  may: 'see_rota',
  params: v.object({ line: lineId, monday: date }),
  reply: RotaWeek,
  problems: ['not_found'],
} as const satisfies Endpoint

export const setLineHours = {
  method: 'POST',
  url: '/api/desk/rota/:line/hours',
  door: 'desk',
  may: 'configure_lines',
  params: v.object({ line: lineId }),
  body: v.object({ hours: HoursShape }),
  reply: nothing,
  problems: ['not_found', 'hours_unclear'],
} as const satisfies Endpoint

/** Without a person the shift is open to be taken. */
export const planShift = {
  method: 'POST',
  url: '/api/desk/rota/:line/shifts',
  door: 'desk',
  may: 'plan_rota',
  params: v.object({ line: lineId }),
  body: v.object({ from: moment, to: moment, person: v.optional(staffId) }),
  reply: v.object({ id: shiftId }),
  problems: ['not_found', 'shift_impossible', 'shift_over', 'not_on_line', 'shifts_overlap'],
} as const satisfies Endpoint

/**
 * Plans the shifts of a week again so many days later, at the same times on the wall. What is there
 * already, or meets another shift of its person, is passed over.
 */
export const copyWeek = {
  method: 'POST',
  url: '/api/desk/rota/:line/copy',
  door: 'desk',
  may: 'plan_rota',
  params: v.object({ line: lineId }),
  body: v.object({ from: date, to: date }),
  reply: v.object({ planned: v.number() }),
  problems: ['not_found'],
} as const satisfies Endpoint

const one = v.object({ id: shiftId })

export const removeShift = {
  method: 'POST',
  url: '/api/desk/shifts/:id/remove',
  door: 'desk',
  may: 'plan_rota',
  params: one,
  reply: nothing,
  problems: ['not_found'],
} as const satisfies Endpoint

export const takeShift = {
  method: 'POST',
  url: '/api/desk/shifts/:id/take',
  door: 'desk',
  may: 'take_shifts',
  params: one,
  reply: nothing,
  problems: ['not_found', 'shift_taken', 'shift_over', 'not_on_line', 'shifts_overlap'],
} as const satisfies Endpoint

export const leaveShift = {
  method: 'POST',
  url: '/api/desk/shifts/:id/leave',
  door: 'desk',
  may: 'take_shifts',
  params: one,
  reply: nothing,
  problems: ['not_found', 'shift_taken', 'shift_over'],
} as const satisfies Endpoint

/** Hours of the domain as they travel. */
export function asHours(hours: Hours): v.InferInput<typeof HoursShape> {
  return v.parse(HoursShape, hours)
}
