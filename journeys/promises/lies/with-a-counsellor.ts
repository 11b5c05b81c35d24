import { call } from '@veilleuse/client/call'
import { forget } from '@veilleuse/contract/visit'
import type { Lie } from '@veilleuse/testkit/hostile-proxy'
import { until } from '@veilleuse/testkit/until'
import { aVisitor } from '@veilleuse/testkit/visitor'
import type { LiveDesk } from './live-desk.ts'
import { saidToHaveRead } from './said-to-have-read.ts'
import type { Stage } from './stage.ts'
import { quoted } from './telling.ts'
import { expect } from './patience.ts'

/** What a lie is told in: Noam at the real desk, and a visitor without a page. */
export type DeskTalk = {
  readonly noam: LiveDesk
  /** The visitor says this, and it is stored; gives the words as they were said. */
  say(words: string): Promise<string>
  /** The true number of words that the visitor said. */
  storedAs(words: string): number
  /** How far the desk has said that it was read, by the numbers it was told. */
  readUpTo(): number
}

/** Tells the lie in the middle of a conversation that went well so far. */
export async function atTheDesk(
  stage: Stage,
  lie: Lie,
  then: (talk: DeskTalk) => Promise<string>,
): Promise<string> {
  const talk = await aCall(stage)
  const { noam, say } = talk
  const early = await say('Good evening.')
  await noam.accepts()
  await noam.reads(early)
  stage.proxy.tell(lie)
  try {
    return await then(talk)
  } finally {
    await talk.isOver()
  }
}

/** Told with the conversation itself: the desk refuses all of it. */
export async function isNotOpened(stage: Stage, lie: Lie): Promise<string> {
  const { noam, say, isOver } = await aCall(stage)
  await say('Good evening.')
  stage.proxy.tell(lie)
  await noam.accepts()
  const seen = await noam.notice()
  await expect(noam.card.getByRole('textbox')).toHaveCount(0)
  await expect(noam.log).toHaveCount(0)
  await isOver()
  return quoted(seen)
}

/** One message is told in a way that does not hold: the desk says so, and shows nothing of it. */
export async function isNotShown({ noam, say }: DeskTalk): Promise<string> {
  const words = await say('This must hold.')
  const seen = await noam.told()
  await expect(noam.log.getByText(words)).toHaveCount(0)
  return quoted(seen)
}

async function aCall(stage: Stage) {
  const noam = await stage.noam()
  const before = stage.proxy.sent.length
  const visitor = await aVisitor(stage.house.through, { pin: await stage.pin() })
  const ids = new Map<string, string>()
  const storedAs = (words: string) => visitor.acknowledged.get(ids.get(words) ?? '')?.[0] ?? 0
  return {
    noam,
    storedAs,
    /** The truth again, and nothing left of what was said. */
    async isOver() {
      stage.proxy.relent()
      await call(stage.house.through, forget, { token: visitor.token })
      await noam.isRidOf(visitor.conversation)
      visitor.close()
    },
    async say(words: string) {
      const planted = stage.plant(words)
      ids.set(planted, await visitor.say(planted))
      await until(() => storedAs(planted) > 0, { called: 'the acknowledgement' })
      return planted
    },
    readUpTo: () => saidToHaveRead(stage.proxy.sent.slice(before), '/desk/socket'),
  }
}
