import { deepEqual, ok } from 'node:assert/strict'
import { lineKeys } from '@veilleuse/contract/visit'
import { publishEpoch } from '@veilleuse/sealing/authority'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { readPhrase } from '@veilleuse/sealing/phrase'
import { readStatement } from '@veilleuse/sealing/statement'
import { keysOfPhrase } from '@veilleuse/sealing/stretch'
import { english } from '@veilleuse/sealing/words/english'
import { call } from '@veilleuse/client/call'
import type { HostileProxy, Lie } from '@veilleuse/testkit/hostile-proxy'
import { until } from '@veilleuse/testkit/until'
import { aMember } from '../../frame/colleague.ts'
import { messageLie } from './changes.ts'
import type { Newcomer } from './newcomer.ts'
import { needles, shapesIn } from '../traces.ts'
import { saidToHaveRead } from './said-to-have-read.ts'
import type { Stage } from './stage.ts'
import { quoted } from './telling.ts'
import { expect } from './patience.ts'

/** What a lie is told in: a visitor on the real page, and Mina who answers. */
export type Talk = {
  readonly lou: Newcomer
  readonly proxy: HostileProxy
  /** Mina says this, and it is stored; gives the words as they were said. */
  say(words: string): Promise<string>
  plant(words: string): string
  /** The true number of words that Mina said. */
  storedAs(words: string): number
  /** How far the visitor’s page has said that it was read, by the numbers it was told. */
  readUpTo(): number
}

/** Tells the lie in the middle of a conversation that went well so far. */
export async function inConversation(
  stage: Stage,
  lie: Lie,
  then: (talk: Talk) => Promise<string>,
): Promise<string> {
  const { proxy, plant } = stage
  const mina = await stage.mina()
  const before = proxy.sent.length
  const lou = await stage.newcomer()
  await lou.waits()
  const conversation = await mina.acceptNext()
  await lou.isAt('Mina is here, with you.')
  const early = plant('Good evening.')
  await lou.say(early)
  await until(() => mina.heard(conversation).some(({ text }) => text === early))
  const ids = new Map<string, string>()
  const storedAs = (words: string) => mina.acknowledged.get(ids.get(words) ?? '')?.[0] ?? 0
  const talk: Talk = {
    lou,
    proxy,
    plant,
    storedAs,
    async say(words) {
      const planted = plant(words)
      ids.set(planted, await mina.say(conversation, planted))
      await until(() => storedAs(planted) > 0, { called: 'the acknowledgement' })
      return planted
    },
    readUpTo: () => saidToHaveRead(proxy.sent.slice(before), '/visit/socket'),
  }
  proxy.tell(lie)
  try {
    return await then(talk)
  } finally {
    await mina.end(conversation)
    await mina.close(conversation)
    await lou.leaves()
  }
}

/** One message is told in a way that does not hold: the page says so, and shows nothing of it. */
export async function notShown({ lou, say }: Talk): Promise<string> {
  const words = await say('This must hold.')
  const seen = await lou.notice()
  await expect(lou.log.getByText(words)).toHaveCount(0)
  return quoted(seen)
}

/** What the helpline wrote in a conversation before, in the place of what it writes now. */
export function fromElsewhere(stage: Stage, on: 'visit' | 'desk'): Lie {
  return messageLie(on, (message) => {
    const foreign = stage.proxy.passed.find(
      ({ conversation, by }) => conversation !== message.conversation && by === message.by,
    )
    if (!foreign) throw new Error('nothing of another conversation has passed yet')
    return [{ ...message, envelope: foreign.envelope }]
  })
}

/** Told before anything is sealed: the visitor is refused a conversation, and nothing leaves. */
export async function refusedAtTheDoor(stage: Stage, lie: Lie): Promise<string> {
  await stage.mina()
  const lou = await stage.newcomer()
  const before = stage.proxy.sent.length
  stage.proxy.tell(lie)
  await lou.asks()
  const seen = quoted(await lou.stuckBecause())
  await expect(lou.field).toHaveCount(0)
  sentNothing(stage, before)
  await lou.leaves()
  return seen
}

/** Since then, pages have asked for things, and given nothing. */
export function sentNothing({ proxy }: Stage, before: number): void {
  // Mina's desk goes on meanwhile.
  const given = proxy.sent.slice(before).filter(({ to }) => !to.includes('/desk/'))
  ok(given.length > 0, 'something was asked')
  deepEqual(
    given.filter(({ to, bytes }) => !to.startsWith('GET ') || bytes.length > 0),
    [],
  )
}

/** A visitor opens what they kept while the lie is told. */
export async function comesBack(stage: Stage, lie: Lie) {
  const { words, said } = await stage.kept()
  const lou = await stage.newcomer()
  stage.proxy.tell(lie)
  await lou.comesBack(words)
  return { lou, words, said }
}

/** The eight words themselves have not been sent, in any shape. */
export function nowhereIn({ proxy }: Stage, words: string): void {
  const all = Buffer.concat(proxy.sent.map(({ bytes }) => bytes))
  deepEqual(shapesIn(all, needles(words)), [])
}

/** What eight words are looked up by when they are stretched as they should be. */
export async function strongLookup({ house }: Stage, words: string): Promise<string> {
  const read = await readPhrase(words, english)
  if (read.state !== 'read') throw new Error('the eight words do not read')
  const { statements } = await call(house.through, lineKeys, { params: { line: 'ecoute' } })
  const { content } = await readStatement(fromBase64url(statements[0] ?? ''))
  if (content.type !== 'root') throw new Error('the chain does not begin with the root')
  return toBase64url((await keysOfPhrase(read.entropy, content.instanceSalt)).lookup)
}

/** The line's epoch as it was last week: signed by the authority, and over since yesterday. */
export async function anEndedEpoch({ house }: Stage) {
  const { signing } = await aMember(house, 'sacha', house.through)
  return async (statement: Uint8Array) => {
    const { seq, previous: hash, content } = await readStatement(statement)
    if (content.type !== 'line-epoch') throw new Error('that is not an epoch')
    const day = 24 * 60 * 60 * 1000
    const ended = await publishEpoch(signing, {
      line: content.line,
      number: content.number,
      validFrom: new Date(Date.now() - 8 * day),
      validTo: new Date(Date.now() - day),
      roster: [],
      supervisors: [],
      previousHead: { seq: seq - 1, hash },
    })
    return ended.statement
  }
}
