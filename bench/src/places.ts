import { setTimeout as pause } from 'node:timers/promises'
import { call } from '@veilleuse/client/call'
import { acceptOffer, setLimit } from '@veilleuse/contract/desk'
import { arrive, leave } from '@veilleuse/contract/visit'
import { offerId } from '@veilleuse/contract/shapes'
import { toBase64url } from '@veilleuse/sealing/bytes'
import { until } from '@veilleuse/testkit/until'
import * as v from 'valibot'
import type { Cast } from './cast.ts'
import { seeded } from './evening.ts'
import { type Spread, spreadOf } from './figures.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { type There, waits, watches } from './talk.ts'

export type PlacesWish = {
  /** How many wait. */
  readonly waiting: number
  /** How often each kind of change is made. */
  readonly times: number
  /** How long nothing happens, to see what is asked all the same. */
  readonly quiet: { readonly seconds: number }
}

/** How long until every page has its place, from asking for a change; milliseconds. */
export type Places = {
  readonly wish: PlacesWish
  readonly left: Spread
  readonly accepted: Spread
  /** Of whoever came, until their own page has its place. */
  readonly came: Spread
  /** Frames that told a place, for each change. */
  readonly frames: number
  /** Questions to the database for each change, beyond those of the same time without one. */
  readonly questions: number
}

/** A page that waits, and what it was told last. */
type Page = { readonly token: string; position: number; at: number }

const Told = v.looseObject({
  place: v.optional(v.object({ position: v.number() })),
  view: v.optional(v.looseObject({ place: v.optional(v.object({ position: v.number() })) })),
})
const Rang = v.looseObject({
  event: v.looseObject({ type: v.literal('offer.rang'), offer: v.looseObject({ id: offerId }) }),
})

/** All wait; now and then one leaves, one is accepted, one comes: when does everybody know? */
export async function places(folder: string, wish: PlacesWish): Promise<Places> {
  const { waiting, times } = wish
  const shape = { counsellors: times, each: 2, supervisors: 5, waiting, coming: times }
  const cast = await seeded(folder, shape)
  const server = await startServer(folder)
  const there: There[] = []
  let frames = 0
  let queue: Page[] = []
  try {
    for (const { token } of cast.waiting) {
      queue.push(opens(token))
      if (queue.length % 100 === 0) await allPlaced()
    }
    await allPlaced()
    queue.sort((a, b) => a.position - b.position)
    const idle = await questionsA(server, wish)

    const [left, accepted, came]: [number[], number[], number[]] = [[], [], []]
    frames = 0
    const before = await server.gauge()
    const began = performance.now()
    for (let n = 0; n < times; n += 1) {
      left.push(...(await moveUp(() => call(server.origin, leave, tokenOf(queue[0])))))
      accepted.push(...(await moveUp(await accepting(server, cast.desks[n] ?? '', there))))
      came.push(await comes(cast.coming[n]))
    }
    const seconds = (performance.now() - began) / 1000
    const asked = (await server.gauge()).questions - before.questions - idle * seconds
    // Room is made before somebody is accepted, which is a change of its own.
    const changes = 4 * times
    return {
      wish,
      left: spreadOf(left),
      accepted: spreadOf(accepted),
      came: spreadOf(came),
      frames: frames / changes,
      questions: asked / changes,
    }
  } finally {
    for (const one of there) one.close()
    await server.stop()
  }

  function opens(token: string): Page {
    const page: Page = { token, position: 0, at: 0 }
    there.push(
      waits(server.origin, token, (frame) => {
        const { place, view } = v.parse(Told, frame)
        const position = (place ?? view?.place)?.position
        if (position === undefined) return
        frames += 1
        if (page.position !== position) Object.assign(page, { position, at: performance.now() })
      }),
    )
    return page
  }

  function allPlaced() {
    return until(() => queue.every(({ position }) => position > 0), {
      seconds: 60,
      called: 'a place for each',
    })
  }

  /** Whoever is first goes; gives how long each of the others took to hear of it. */
  async function moveUp(goes: () => Promise<unknown>): Promise<number[]> {
    const began = performance.now()
    await goes()
    queue = queue.slice(1)
    await until(() => queue.every(({ position }, n) => position === n + 1), {
      called: 'the new place of each',
    })
    await pause(500)
    return queue.map(({ at }) => at - began)
  }

  async function comes(comer: Cast['coming'][0] | undefined): Promise<number> {
    if (!comer) throw new Error('nobody is left to come')
    const { token: secret, opening } = comer
    const body = { line: 'ecoute', language: 'fr', rulesVersion: 1, opening, secret } as const
    const began = performance.now()
    await call(server.origin, arrive, { body })
    const page = opens(secret)
    queue.push(page)
    await until(() => page.position === queue.length, { called: 'the place of who came' })
    await pause(500)
    return page.at - began
  }
}

/** Makes room at a desk, waits until it rings; gives how to take the call. */
async function accepting({ origin }: RunningServer, token: string, there: There[]) {
  let rang: v.InferOutput<typeof Rang> | undefined
  const desk = watches(origin, token, (frame) => {
    const read = v.safeParse(Rang, frame)
    if (read.success) rang = read.output
  })
  there.push(desk)
  await until(() => desk.live())
  await call(origin, setLimit, { token, body: { limit: 3 } })
  const { event } = await until(() => rang, { called: 'a ring' })
  // With more room every range is another one: first that is told.
  await pause(1500)
  const body = { certificate: nonsense(120), staffKeyWrap: nonsense(160) }
  return () => call(origin, acceptOffer, { token, params: { id: event.offer.id }, body })
}

/** What the server looks at no further. */
function nonsense(length: number): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(length)))
}

function tokenOf(page: Page | undefined) {
  if (!page) throw new Error('nobody waits')
  return { token: page.token }
}

/** Questions a second when nothing changes. */
async function questionsA(server: RunningServer, { quiet }: PlacesWish): Promise<number> {
  const before = await server.gauge()
  await pause(quiet.seconds * 1000)
  return ((await server.gauge()).questions - before.questions) / quiet.seconds
}
