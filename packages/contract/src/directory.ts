import * as v from 'valibot'
import type { Endpoint } from './endpoint.ts'
import { language, moment } from './shapes.ts'

/** Helplines of others, for who finds a line closed or waits long (docs/directory.md). */

const openNow = v.variant('state', [
  v.object({
    state: v.literal('open'),
    /** Day and night; otherwise until the moment given. */
    always: v.boolean(),
    until: v.optional(moment),
  }),
  v.object({ state: v.literal('closed'), opensAt: v.optional(moment) }),
  v.object({ state: v.literal('unknown') }),
])

export const Helpline = v.object({
  id: v.string(),
  name: v.string(),
  /** What it is about, in the language asked for. */
  about: v.array(v.string()),
  languages: v.array(v.string()),
  channels: v.array(v.string()),
  /** As shown, and the digits a telephone dials inside the country. */
  numbers: v.array(v.object({ shown: v.string(), dial: v.string() })),
  url: v.optional(v.string()),
  now: openNow,
  zone: v.optional(v.string()),
  /** The day it was read at its source, as `2026-11-21`. */
  verifiedOn: v.string(),
})
export type Helpline = v.InferOutput<typeof Helpline>

/** Who else may help in this country now: open first, then those that open later, then unknown. */
export const otherHelplines = {
  method: 'GET',
  url: '/api/directory/:country/:language',
  door: 'anyone',
  anyPage: { keepSeconds: 60 },
  params: v.object({ country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)), language }),
  reply: v.object({ at: moment, helplines: v.array(Helpline) }),
  problems: [],
} as const satisfies Endpoint
