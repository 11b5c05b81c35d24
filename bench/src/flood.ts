import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Refused } from '@veilleuse/client/call'
import { solve } from '@veilleuse/client/puzzle'
import { answersWanted } from '@veilleuse/contract/puzzle'
import { setSeat } from '@veilleuse/contract/desk'
import { triesFor, usual } from '@veilleuse/domain/puzzle'
import { seedOf } from '@veilleuse/server/platform/puzzle'
import { secretsIn } from '@veilleuse/server/platform/secrets'
import { granted } from '@veilleuse/testkit/ask'
import { aServerProcess } from '@veilleuse/testkit/server-process'
import { aTeam } from '@veilleuse/testkit/team'
import { anArrival, asks, nonsense, takesPlace, type Way, type Where } from './arriving.ts'

const turn = { seconds: 9 }
/** Whose ways are measured: each works out its puzzles here. */
const measured = { perSecond: 1 }
const fifty = 50 * usual.everywhere.perSecond
/** Numbers an old phone tries in a second, beside the page (domain/puzzle.ts). */
const oldPhone = { perSecond: 60_000 }
const promised = { seconds: 5 }

type Turn = {
  readonly name: string
  /** Arrivals a second that mean it, each from an address of its own. */
  readonly crowd: number
  readonly flood?: { readonly from: 'one' | 'many'; readonly perSecond: number }
}

const turns: readonly Turn[] = [
  { name: 'as usual', crowd: usual.everywhere.perSecond },
  { name: 'fifty times as many', crowd: fifty },
  {
    name: 'the same, and a flood from one address',
    crowd: fifty,
    flood: { from: 'one', perSecond: 300 },
  },
  {
    name: 'fifty times as many, nearly all a flood from many addresses',
    crowd: 5,
    flood: { from: 'many', perSecond: fifty - 5 },
  },
]

/**
 * How long a visitor takes to a place: as usual, in a crowd of fifty times the usual, and while
 * somebody floods. The measured ones do all a page does. The rest of the crowd asks, waits as long as
 * an old phone works, and takes its place with a puzzle made easy with the server's own key, because
 * one machine cannot work for fifty phones a second.
 */
export async function benchFlood(): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const server = await aServerProcess(
    { after: (work) => stack.defer(work) },
    { TRUSTED_PROXIES: '127.0.0.1,::1' },
  )
  const { ask, origin } = server
  const clock = { now: () => new Date(), pass: () => undefined }
  const team = await aTeam({ ask, clock }, await server.firstCode())
  const scene: Scene = {
    where: { origin, pin: team.root.pin },
    secrets: secretsIn(server.folder),
    speed: await speedHere(),
  }
  for (const one of turns) {
    // Somebody must be there for the line to be open; on a break, nobody is rung for.
    await granted(ask(setSeat, { token: team.mina.token, body: { state: 'break' } }))
    await play(one, scene)
  }
  say(`the server holds ${residentMegabytes(server.pid() ?? 0)} MB`)
}

type Scene = {
  readonly where: Where
  readonly secrets: ReturnType<typeof secretsIn>
  readonly speed: number
}

async function play({ name, crowd, flood }: Turn, scene: Scene): Promise<void> {
  const { where, speed } = scene
  const arrivals = crowd + (flood?.from === 'many' ? flood.perSecond : 0)
  if (arrivals >= fifty) await gather(where)
  const ways: Promise<Way>[] = []
  const others: Promise<unknown>[] = []
  let price = 0
  const stops = [
    every(measured.perSecond, () => ways.push(takesPlace(where, anAddress()))),
    every(crowd - measured.perSecond, () => others.push(anotherComes(scene))),
    every(flood?.perSecond ?? 0, () => {
      const asked = asksInVain(where, flood?.from === 'one' ? flooder : anAddress())
      others.push(asked.then((each) => (price = each * answersWanted)))
    }),
  ]
  await pause(turn.seconds * 1000)
  for (const stop of stops) stop()
  tell(name, await Promise.all(ways))
  await Promise.all(others)
  if (flood) say(`    a place for the flooder: ${tries(price)}, ${perCore(speed / price)}`)
}

function perCore(places: number): string {
  return `so a core like this one buys ${places.toFixed(1)} places a second`
}

/** Numbers tried in a second of a core, in a page’s own loop. */
async function speedHere(): Promise<number> {
  const before = process.cpuUsage()
  const seed = randomBytes(32).toString('base64url')
  const answers = await solve({ at: 0, tries: 30_000, seed })
  return ((answers.at(-1) ?? 0) / process.cpuUsage(before).user) * 1_000_000
}

function tell(name: string, ways: readonly Way[]): void {
  const here = ways.map(({ ms }) => ms / 1000)
  const there = ways.map(
    ({ ms, workingMs, tried }) => (ms - workingMs) / 1000 + tried / oldPhone.perSecond,
  )
  const inTime = there.filter((seconds) => seconds <= promised.seconds).length
  const tried = median(ways.map((way) => way.tried))
  say(`${name}: ${ways.length} visitors measured, ${tries(tried)} each`)
  say(`    to a place, on this machine:  ${spread(here)}`)
  say(`    to a place, on an old phone:  ${spread(there)}; ${inTime} within ${promised.seconds} s`)
}

/** As many come at once as come in a while at fifty times the usual. */
async function gather(where: Where): Promise<void> {
  const full = triesFor({ everywhere: fifty, here: 0 })
  for (let asked = 0; asked < full;) {
    const some = Array.from({ length: 20 }, () => asksInVain(where, anAddress()))
    asked = Math.max(...(await Promise.all(some)))
  }
}

/** Asks for a place that leads nowhere; gives how many tries that would have cost. */
async function asksInVain(where: Where, from: string): Promise<number> {
  try {
    await asks(where, nonsense(), from)
    return 0
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal
    return refusal.puzzle?.tries ?? 0
  }
}

async function anotherComes({ where, secrets }: Scene): Promise<void> {
  const from = anAddress()
  const arrival = await anArrival(where, from)
  try {
    await asks(where, arrival, from)
  } catch (refusal) {
    if (!(refusal instanceof Refused) || !refusal.puzzle) throw refusal
    const seconds = (refusal.puzzle.tries * answersWanted) / oldPhone.perSecond
    await pause(seconds * 1000)
    const easy = { at: Date.now(), tries: 1 }
    const seed = seedOf({ secrets }, [arrival.opening, arrival.secret], easy).toString('base64url')
    const answers = Array.from({ length: answersWanted }, (_, n) => n)
    await asks(where, { ...arrival, puzzle: { ...easy, seed, answers } }, from)
  }
}

const flooder = '203.0.113.66'
let addresses = 0
function anAddress(): string {
  addresses += 1
  return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`
}

/** So often a second, until what it gives is called. */
function every(perSecond: number, act: () => void): () => void {
  if (perSecond <= 0) return () => undefined
  const began = performance.now()
  let done = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * perSecond
    for (; done < due; done++) act()
  }, 10)
  return () => clearInterval(timer)
}

function spread(seconds: readonly number[]): string {
  const told = (value: number) => `${value.toFixed(2)} s`
  return `half within ${told(median(seconds))}, all within ${told(Math.max(...seconds))}`
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function tries(many: number): string {
  return `${many < 1000 ? many : `${Math.round(many / 1000)} thousand`} tries`
}

function residentMegabytes(pid: number): number {
  const told = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(told?.[1] ?? 0) / 1000)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
