import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

/** A part of the server's time at work, of which idling is none. */
export type Share = { readonly of: string; readonly share: number }

const Profile = v.object({
  nodes: v.array(
    v.object({
      id: v.number(),
      callFrame: v.object({ functionName: v.string(), url: v.string() }),
    }),
  ),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
})

/** What the one profile in this folder says of its last seconds, the greatest first. */
export function profileOf(folder: string, last: { readonly seconds: number }): readonly Share[] {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'))
  if (!file) throw new Error('the server left no profile')
  const { nodes, samples, timeDeltas } = v.parse(
    Profile,
    JSON.parse(readFileSync(join(folder, file), 'utf8')),
  )
  const parts = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]))
  const times = new Map<string, number>()
  let left = timeDeltas.reduce((sum, time) => sum + time, 0)
  samples.forEach((id, at) => {
    const part = parts.get(id)
    left -= timeDeltas[at] ?? 0
    if (part && left <= last.seconds * 1e6)
      times.set(part, (times.get(part) ?? 0) + (timeDeltas[at] ?? 0))
  })
  const all = [...times.values()].reduce((sum, time) => sum + time, 0)
  return [...times]
    .map(([of, time]) => ({ of, share: time / all }))
    .toSorted((a, b) => b.share - a.share)
}

const places: readonly (readonly [pattern: RegExp, part: string])[] = [
  [/node_modules\/ws\//, 'WebSocket frames (ws)'],
  [/node_modules\/(pg|postgres)/, 'talking to PostgreSQL (pg)'],
  [/node_modules\/kysely/, 'queries (Kysely)'],
  [/node_modules\/valibot/, 'schemas (Valibot)'],
  [/^node:(net|internal\/(stream|streams))/, 'streams and sockets of Node'],
  [/^node:.*crypto/, 'hashes of limits'],
  [/^node:/, 'the rest of Node'],
  [/packages\/(sealing|contract)/, 'reading envelopes and frames'],
  [/apps\/server/, 'the server’s own code'],
]

/** Undefined for idling. */
function partOf({ functionName, url }: { functionName: string; url: string }): string | undefined {
  if (functionName === '(idle)') return undefined
  if (functionName === '(garbage collector)') return 'garbage collection'
  if (/^(writev|writeBuffer|writeUtf8String|writeLatin1String|readStart)$/.test(functionName))
    return 'writing to sockets (system calls)'
  return places.find(([pattern]) => pattern.test(url))?.[1] ?? 'the engine itself'
}
