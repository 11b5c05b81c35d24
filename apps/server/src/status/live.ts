import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { PublicStatus } from '@veilleuse/contract/status'
import type { LineId } from '@veilleuse/domain/ids'
import { dueAround } from '@veilleuse/domain/shift'
import * as v from 'valibot'
import { allLines } from '../line/store.ts'
import { linesOf, type ServerEvent } from '../platform/events.ts'
import type { House } from '../platform/house.ts'
import { newId } from '../platform/ids.ts'
import { makeShared } from '../platform/shared.ts'
import { forAnyone } from '../queue/present.ts'
import { lineRead } from '../queue/reading.ts'

/** The state of lines, computed once for however many ask or listen. */
export type Live = {
  /** Undefined for a line nobody knows. */
  statusOf(slug: string): Promise<PublicStatus | undefined>
  statuses(): Promise<readonly PublicStatus[]>
  /** Whether one more may listen. */
  hasRoom(): boolean
  /** Tells this page the line's status, and every other from now on. The head is written already. */
  listen(status: PublicStatus, page: ServerResponse): void
  hear(event: ServerEvent): void
  close(): void
}

/** Each holds a connection open; whoever comes beyond that asks instead, which is slower, not wrong. */
const mostListeners = 5000
/** What changes together is told together. */
const gathered = { milliseconds: 100 }
const lookEvery = { milliseconds: 1000 }
/** What no event and no edge tells of, such as a mean that shifts. */
const atLeastEvery = { seconds: 5 }
/** So that a line on which nothing comes is known to be whole, and is not shut by what lies between. */
const breathEvery = { seconds: 20 }
const told = { atOnce: 100, pause: { milliseconds: 2 } }
/** A page that reads nothing of what it is told is let go. */
const mostUnread = 16 * 1024

type Listened = {
  readonly pages: Set<ServerResponse>
  last: string
  at: number
  /** Moments at which a status changes by itself. */
  readonly edges: Set<number>
}

export function makeLive(house: Pick<House, 'db' | 'clock' | 'log'>, most = mostListeners): Live {
  const lines = makeShared(() => allLines(house.db))
  const read = makeShared(readLine)
  const listened = new Map<string, Listened>()
  const telling = makeShared(tell)
  let timers: NodeJS.Timeout[] = []
  let gathering: NodeJS.Timeout | undefined
  const changed = new Set<LineId>()

  return {
    async statusOf(slug) {
      const line = (await offered()).find((one) => one.slug === slug)
      return line && read(line.id)
    },
    async statuses() {
      const all = await Promise.all((await offered()).map(({ id }) => read(id)))
      return all.flatMap((one) => one ?? [])
    },
    hasRoom: () => [...listened.values()].reduce((sum, { pages }) => sum + pages.size, 0) < most,
    listen,
    hear(event) {
      if (listened.size === 0) return
      for (const line of linesOf(event)) changed.add(line)
      gathering ??= setTimeout(() => void gather(), gathered.milliseconds)
    },
    close() {
      rest()
      for (const { pages } of listened.values()) for (const page of pages) page.destroy()
      listened.clear()
    },
  }

  async function offered() {
    return (await lines('all')).filter((line) => line.retired_at === null)
  }

  async function readLine(id: LineId): Promise<PublicStatus | undefined> {
    const reading = await lineRead(house, id)
    return reading && v.parse(PublicStatus, forAnyone(reading.at))
  }

  function listen(status: PublicStatus, page: ServerResponse) {
    const said = JSON.stringify(status)
    const line = listened.get(status.line) ?? newly(status.line, said)
    line.pages.add(page)
    page.on('close', () => {
      line.pages.delete(page)
      if (line.pages.size === 0 && listened.get(status.line) === line) listened.delete(status.line)
      if (listened.size === 0) rest()
    })
    // What the others were told last, which may be newer than what was read for this one. Not all come
    // back at once when a server does.
    page.write(`retry: ${1000 + Math.floor(Math.random() * 4000)}\n${saying(line.last)}`)
    if (timers.length > 0) return
    timers = [
      setInterval(look, lookEvery.milliseconds),
      setInterval(() => void each(':\n\n'), breathEvery.seconds * 1000),
    ]
  }

  // Read again at the next look: what changed since it was read, nobody was here to hear.
  function newly(slug: string, last: string): Listened {
    const line = { pages: new Set<ServerResponse>(), last, at: 0, edges: new Set<number>() }
    listened.set(slug, line)
    return line
  }

  function rest() {
    for (const timer of timers) clearInterval(timer)
    clearTimeout(gathering)
    timers = []
    gathering = undefined
  }

  async function gather() {
    gathering = undefined
    const ids = new Set(changed)
    changed.clear()
    try {
      for (const { id, slug } of await offered()) if (ids.has(id)) await telling(slug)
    } catch (error) {
      failed(error)
    }
  }

  /** For what time alone changes. */
  function look() {
    const now = house.clock.now().getTime()
    for (const [slug, line] of listened) {
      const passed = [...line.edges].filter((edge) => edge <= now)
      for (const edge of passed) line.edges.delete(edge)
      if (passed.length > 0 || now - line.at >= atLeastEvery.seconds * 1000)
        telling(slug).catch(failed)
    }
  }

  async function tell(slug: string) {
    const line = listened.get(slug)
    const known = line && (await offered()).find((one) => one.slug === slug)
    const status = known && (await read(known.id))
    if (!line || !status) return
    line.at = house.clock.now().getTime()
    for (const edge of edgesOf(status)) if (edge > line.at) line.edges.add(edge)
    const said = JSON.stringify(status)
    if (said === line.last) return
    line.last = said
    await toAll(line, saying(said))
  }

  async function each(said: string) {
    for (const line of listened.values()) await toAll(line, said)
  }

  async function toAll({ pages }: Listened, said: string) {
    let many = 0
    for (const page of pages) {
      if (page.writableLength > mostUnread) page.destroy()
      else page.write(said)
      many += 1
      // Between them others have their turn.
      if (many % told.atOnce === 0) await pause(told.pause.milliseconds)
    }
  }

  function failed(error: unknown) {
    house.log.incident({ incident: newId(), where: 'live', error })
  }
}

function saying(status: string): string {
  return `data: ${status}\n\n`
}

/** When a status says that it will be another one: its own moments, and those around a shift. */
function edgesOf({ until, opensAt, dueAt }: PublicStatus): readonly number[] {
  const around = dueAround.minutes * 60_000
  const due = dueAt === undefined ? [] : [-around, 0, around].map((by) => Date.parse(dueAt) + by)
  return [until, opensAt].flatMap((at) => (at === undefined ? [] : [Date.parse(at)])).concat(due)
}
