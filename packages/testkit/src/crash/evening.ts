import { publishEpoch } from '@veilleuse/contract/keys'
import { granted } from '../ask.ts'
import { chance } from '../chance.ts'
import { aDesk, type TestCounsellor } from '../counsellor.ts'
import type { Ground } from '../ground.ts'
import { aMember, type Member } from '../member.ts'
import { aProxy, type Proxy } from '../proxy.ts'
import { askOver, aServerProcess, type ServerProcess } from '../server-process.ts'
import { aTeam, anAddition, anEpoch, append } from '../team.ts'
import { until } from '../until.ts'
import { aVisitor, type TestVisitor } from '../visitor.ts'
import type { Plan } from './plan.ts'

export type Pair = { readonly visitor: TestVisitor; readonly desk: TestCounsellor }

/** An evening in full swing: a server of its own behind a proxy, open conversations, and a queue. */
export type Evening = {
  readonly server: ServerProcess
  readonly proxy: Proxy
  readonly desks: readonly TestCounsellor[]
  /** Conversations that are open now. */
  readonly pairs: Pair[]
  /** Who waits now, in the order they came. */
  readonly queue: TestVisitor[]
  arrives(): Promise<TestVisitor>
}

/** What one counsellor holds at once unless somebody says otherwise. */
const usual = 2

export async function anEvening(ground: Ground, plan: Plan): Promise<Evening> {
  const server = await aServerProcess(ground, { TRUSTED_PROXIES: '127.0.0.1' })
  const { port } = new URL(server.origin)
  const addresses = chance(plan.seed, 'addresses')
  const proxy = await aProxy({
    to: Number(port),
    chance: chance(plan.seed, 'network'),
    // Everybody comes from a household of their own: the limits are not what is tried here.
    forwardedFor: () => `198.51.${Math.floor(addresses.next() * 256)}.7`,
  })
  ground.after(proxy.close)
  const { origin } = proxy

  const { members, pin } = await counsellorsOf(server, origin, plan.conversations / usual)
  const desks = await Promise.all(members.map((member) => aDesk(origin, { member, pin })))
  ground.after(() => desks.forEach((desk) => desk.leave()))

  const everybody: TestVisitor[] = []
  while (everybody.length < plan.conversations + plan.waiting) await arrives()
  const pairs = (await Promise.all(desks.map(acceptsTwo))).flat()
  const queue = everybody.slice(plan.conversations)
  return { server, proxy, desks, pairs, queue, arrives }

  async function arrives() {
    const visitor = await aVisitor(origin, { pin })
    ground.after(visitor.close)
    everybody.push(visitor)
    return visitor
  }

  async function acceptsTwo(desk: TestCounsellor): Promise<Pair[]> {
    const taken: Pair[] = []
    while (taken.length < usual) {
      const offer = await until(() => desk.offers()[0], { seconds: 40, called: 'a ring' })
      const conversation = await desk.accept(offer)
      const visitor = everybody.find((one) => one.conversation === conversation)
      if (visitor) taken.push({ visitor, desk })
    }
    return taken
  }
}

async function counsellorsOf(server: ServerProcess, origin: string, many: number) {
  const ask = askOver(origin)
  // The server goes by the real time, so nobody moves it.
  const clock = { now: () => new Date(), pass: () => undefined }
  const team = await aTeam({ ask, clock }, await server.firstCode())
  const members: Member[] = [team.mina, team.noor].slice(0, many)
  while (members.length < many) {
    const member = await aMember(team.desk, team.administrator)
    await append(team, team.sam, await anAddition(team, member))
    members.push(member)
  }
  const body = await anEpoch(team, { number: 2 })
  await granted(ask(publishEpoch, { token: team.sam.token, body }))
  return { members, pin: team.root.pin }
}
