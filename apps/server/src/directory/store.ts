import { readFileSync } from 'node:fs'
import * as v from 'valibot'

const text = v.string()
const said = v.pipe(text, v.minLength(1))
const day = v.pipe(text, v.isoDate())

/** One row of directory/helplines.json. Who adds one says where it was read, and when. */
export const Row = v.strictObject({
  id: v.pipe(text, v.regex(/^[a-z0-9-]{3,48}$/)),
  kind: v.picklist(['helpline', 'emergency']),
  name: said,
  countries: v.pipe(v.array(v.pipe(text, v.regex(/^[A-Z]{2}$/))), v.minLength(1)),
  region: v.optional(text),
  languages: v.pipe(v.array(said), v.minLength(1)),
  public: v.picklist(['young', 'anyone', 'others']),
  ages: text,
  topics: v.pipe(v.array(said), v.minLength(1)),
  channels: v.pipe(v.array(said), v.minLength(1)),
  /** As dialled inside the country: digits, no code of a country before them. */
  numbers: v.array(v.pipe(text, v.regex(/^\d[\d -]*$/))),
  hours: text,
  cost: text,
  url: v.union([v.literal(''), v.pipe(text, v.url(), v.regex(/^https?:/))]),
  source: said,
  confidence: v.picklist(['high', 'medium', 'low']),
  verifiedOn: day,
  reviewDue: day,
  notes: text,
})
export type Row = v.InferOutput<typeof Row>

const file = new URL('../../directory/helplines.json', import.meta.url)
let rows: readonly Row[] | undefined

/** The whole directory, read once. Throws when a row is not what it must be. */
export function directory(): readonly Row[] {
  rows ??= v.parse(v.array(Row), JSON.parse(readFileSync(file, 'utf8')))
  return rows
}
