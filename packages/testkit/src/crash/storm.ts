import { deepEqual, equal } from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { chance } from '../chance.ts'
import type { TestCounsellor } from '../counsellor.ts'
import type { Ground } from '../ground.ts'
import { until } from '../until.ts'
import type { TestVisitor } from '../visitor.ts'
import { calm } from '../weather.ts'
import { anEvening, type Pair } from './evening.ts'
import type { Facts, Strike } from './facts.ts'
import { allAcknowledgedStored, nothingLost, wholeOnBoth } from './nothing-lost.ts'
import type { Plan, Trouble } from './plan.ts'
import { recordsIn } from './records.ts'
import { aTalk, breath } from './talk.ts'

/** How long everybody may take to be back. Their own waits between two tries grow to 15 seconds. */
const patience = { seconds: 60 }
const rough = { delay: 150, doubled: 0.1, overtaken: 0.1 }

/**
 * An evening at the helpline on which what can break does, again and again, while people talk and
 * others wait. Nobody helps the clients. Throws when anything that was acknowledged is lost, doubled
 * or out of order, or when somebody lost their place; tells what happened.
 */
export async function storm(ground: Ground, plan: Plan): Promise<Facts> {
  const { server, proxy, desks, pairs, queue, arrives } = await anEvening(ground, plan)
  const moments = chance(plan.seed, 'storm')
  const talk = aTalk(plan.seed)
  const over: Pair[] = []
  const strikes: Strike[] = []
  let linesLost = 0
  let answersLost = 0

  for (const pair of pairs) {
    talk.visitorJoins(pair.visitor)
    talk.counsellorJoins(pair)
  }
  for (const visitor of queue) talk.visitorJoins(visitor)
  await everybodyBack([])
  for (const trouble of plan.troubles) {
    await placesStand()
    await pause(moments.between(300, 1200))
    proxy.turns(trouble === 'network' ? rough : calm)
    talk.everybodySpeaks()
    const [struck] = await Promise.all([isStruck(trouble), nextIsServed()])
    strikes.push(struck)
  }
  proxy.turns(calm)
  await placesStand()
  await talk.over()
  await until(() => unsent().length === 0, { ...patience, called: 'every outbox empty' })

  const records = await recordsIn(server.databaseUrl())
  const waiting = queue.map((visitor) => ({ visitor, desk: undefined }))
  const all = [...pairs, ...over, ...waiting]
  await until(() => all.every((one) => wholeOnBoth(one, records)), {
    ...patience,
    called: 'all that is stored heard by both sides',
  })
  for (const one of all) nothingLost(one, { records, talk })
  const clients = [...desks, ...all.map(({ visitor }) => visitor)]
  allAcknowledgedStored(clients, records)
  return {
    ...proxy.fates,
    strikes,
    linesLost,
    answersLost,
    served: over.length,
    stored: [...records.messages.values()].flat().length,
    acknowledged: clients.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
    comebacks: clients.reduce((sum, client) => sum + client.welcomes() - 1, 0),
  }

  async function isStruck(trouble: Trouble): Promise<Strike> {
    await pause(moments.between(0.1, 1) * breath.milliseconds)
    const onTheirWay = unsent()
    const began = performance.now()
    await strike(trouble, onTheirWay)
    await everybodyBack(onTheirWay)
    const seconds = (performance.now() - began) / 1000
    return { trouble, onTheirWay: onTheirWay.length, seconds }
  }

  async function strike(trouble: Trouble, onTheirWay: readonly string[]) {
    switch (trouble) {
      case 'server': {
        await server.kill()
        const { messages } = await recordsIn(server.databaseUrl())
        const stored = new Set([...messages.values()].flat().map(({ id }) => id))
        answersLost += onTheirWay.filter((id) => stored.has(id)).length
        await pause(moments.between(0, 800))
        return server.start()
      }
      case 'database':
        return server.killDatabase()
      case 'both':
        server.killDatabase()
        await pause(moments.between(0, 30))
        await server.kill()
        return server.start()
      case 'network':
        linesLost += proxy.shake(moments.between(0.2, 1))
        await pause(moments.between(0, 600))
        if (!moments.happens(0.4)) return
        proxy.cut()
        await pause(moments.between(0, 1500))
        return proxy.mend()
    }
  }

  /** Everybody has a live line again, and what was on its way when it was lost is stored. */
  async function everybodyBack(onTheirWay: readonly string[]) {
    const missing = () => {
      const everybody = {
        desk: desks,
        visitor: pairs.map(({ visitor }) => visitor),
        waiting: queue,
      }
      return Object.entries(everybody).flatMap(([who, ones]) =>
        ones.flatMap((client, i) => {
          const unstored = client.unsent().filter((id) => onTheirWay.includes(id)).length
          const isBack = client.state() === 'live' && unstored === 0
          return isBack ? [] : [`${who} ${i} is ${client.state()}, ${unstored} unstored`]
        }),
      )
    }
    await until(() => missing().length === 0, patience).catch((cause: unknown) => {
      throw new Error(`Not back: ${missing().join('; ')}`, { cause })
    })
  }

  /** A conversation ends in the middle of it all; who waits longest is served, and another comes. */
  async function nextIsServed() {
    const [pair] = pairs.splice(Math.floor(moments.next() * pairs.length), 1)
    if (!pair) throw new Error('nobody talks')
    over.push(pair)
    const { visitor, desk } = pair
    const { conversation } = visitor
    await talk.fallsSilent(conversation)
    const left = () => new Set([...visitor.unsent(), ...desk.unsent()])
    const last = [...left()]
    await until(() => last.every((id) => !left().has(id)), { ...patience, called: 'last words' })
    await desk.end(conversation)
    await desk.close(conversation)
    const offer = await until(() => desk.offers()[0], { ...patience, called: 'the next ring' })
    const [next] = queue
    equal(offer.conversation, next?.conversation, 'who waits longest is rung for')
    await desk.accept(offer)
    queue.shift()
    if (!next) throw new Error('nobody waits')
    const fresh = { visitor: next, desk }
    pairs.push(fresh)
    talk.counsellorJoins(fresh)
    const another = await arrives()
    queue.push(another)
    talk.visitorJoins(another)
  }

  /** Who waits keeps their order: in the database, on their own pages, and at the desks. */
  async function placesStand() {
    const order = queue.map(({ conversation }) => conversation)
    deepEqual((await recordsIn(server.databaseUrl())).queue, order, 'the order of who waits')
    const placed = ({ view }: TestVisitor, i: number) =>
      view().state === 'waiting' && view().place?.position === i + 1
    const showsOrder = (desk: TestCounsellor) =>
      isDeepStrictEqual(
        desk.picture().desk?.queue.map((one) => one.conversation),
        order,
      )
    const stand = () => queue.every(placed) && desks.every(showsOrder)
    await until(stand, { ...patience, called: 'each their own place' })
  }

  function unsent(): readonly string[] {
    const visitors = [...pairs, ...over].map(({ visitor }) => visitor)
    return [...visitors, ...queue, ...desks].flatMap((one) => one.unsent())
  }
}
