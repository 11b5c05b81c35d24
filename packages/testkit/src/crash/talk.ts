import { setTimeout as pause } from 'node:timers/promises'
import { chance } from '../chance.ts'
import type { TestVisitor } from '../visitor.ts'
import type { Pair } from './evening.ts'

export type Side = 'visitor' | 'helpline'
export type Written = { readonly id: string; readonly text: string }

/** Everybody writes, each at their own pace, until the talk is over. */
export type Talk = {
  /** One who waits writes, too, to nobody yet. */
  visitorJoins(visitor: TestVisitor): void
  counsellorJoins(pair: Pair): void
  /** Everybody writes now, all in one breath. */
  everybodySpeaks(): void
  /** In this conversation nobody writes any more. */
  fallsSilent(conversation: string): Promise<void>
  /** What one side of a conversation wrote, in its order. */
  written(conversation: string, by: Side): readonly Written[]
  /** Nobody writes any more. */
  over(): Promise<void>
}

/** Milliseconds between two messages of one side: fast, and well below the limit on saying. */
const pace = { least: 1000, most: 2500 }
/** Long enough that of those who speak together some are still writing and others stored already. */
export const breath = { milliseconds: 150 }
/** How much one writes into a dead line before giving it a rest. */
const patience = 6

export function aTalk(seed: number): Talk {
  const all = new Map<string, Written[]>()
  const silent = new Set<string>()
  const atIt = new Map<string, Promise<string>>()
  const chatters: Promise<void>[] = []
  const everybody = signal()
  let going = true
  return {
    visitorJoins: (visitor) =>
      void chatters.push(chatter(visitor, visitor.conversation, 'visitor')),
    counsellorJoins({ visitor: { conversation }, desk }) {
      const writer = { say: (text: string) => desk.say(conversation, text), unsent: desk.unsent }
      chatters.push(chatter(writer, conversation, 'helpline'))
    },
    everybodySpeaks: everybody.speaks,
    async fallsSilent(conversation) {
      silent.add(conversation)
      for (const by of ['visitor', 'helpline']) await atIt.get(`${by} ${conversation}`)
    },
    written: (conversation, by) => all.get(`${by} ${conversation}`) ?? [],
    async over() {
      going = false
      await Promise.all(chatters)
    },
  }

  async function chatter(writer: Writer, conversation: string, by: Side) {
    const moments = chance(seed, `${by} ${chatters.length}`)
    const order: Written[] = []
    all.set(`${by} ${conversation}`, order)
    for (;;) {
      const called = everybody.spoken().then(() => pause(moments.between(0, breath.milliseconds)))
      await Promise.race([called, pause(moments.between(pace.least, pace.most))])
      if (!going || silent.has(conversation)) return
      if (writer.unsent().length >= patience) continue
      const text = `${by} ${order.length + 1}`
      const said = writer.say(text)
      atIt.set(`${by} ${conversation}`, said)
      order.push({ text, id: await said })
    }
  }
}

type Writer = Pick<TestVisitor, 'say' | 'unsent'>

/** Lets many who wait go on at once. */
function signal() {
  let go = () => {}
  let next = new Promise<void>((done) => (go = done))
  return {
    spoken: () => next,
    speaks() {
      const now = go
      next = new Promise<void>((done) => (go = done))
      now()
    },
  }
}
