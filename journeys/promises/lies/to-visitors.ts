import { deepEqual, ok } from 'node:assert/strict'
import { lineKeys, recall, reopen } from '@veilleuse/contract/visit'
import { randomBytes, toBase64url } from '@veilleuse/sealing/bytes'
import { decoyKeep } from '@veilleuse/sealing/wire'
import { answering } from '@veilleuse/testkit/hostile-proxy'
import { until } from '@veilleuse/testkit/until'
import {
  lineKeysWith,
  miscounted,
  ofSuiteTwo,
  olderScript,
  swapped,
  weak,
  withAMegabyteMore,
  withEnvelope,
  withOwnIntakeKey,
  withoutSignature,
  withWrongCommit,
} from './changes.ts'
import { quoted, type Telling } from './telling.ts'
import {
  anEndedEpoch,
  comesBack,
  fromElsewhere,
  inConversation,
  notShown,
  nowhereIn,
  refusedAtTheDoor,
  sentNothing,
  strongLookup,
} from './with-a-visitor.ts'
import { expect } from './patience.ts'

const unsealed = { page: 'believes no key that the pinned root did not sign; sends nothing' }

/** Every lie, as it is told to a visitor's page in a real browser. */
export const toVisitors: readonly Telling[] = [
  {
    lie: 'swap-intake-key',
    to: 'visitor',
    server: 'gives a key of its own as the line’s intake key',
    ...unsealed,
    play: (stage) => refusedAtTheDoor(stage, lineKeysWith(withOwnIntakeKey)),
  },
  {
    lie: 'expired-epoch',
    to: 'visitor',
    server: 'gives an epoch that an authority signed, and that ended yesterday',
    page: 'seals nothing to keys whose time is over; sends nothing',
    async play(stage) {
      const expired = await anEndedEpoch(stage)
      return refusedAtTheDoor(stage, lineKeysWith(expired))
    },
  },
  {
    lie: 'replay',
    to: 'visitor',
    server: 'delivers a message of the helpline again, under the next number',
    page: 'knows its author’s number and hash, and shows it once',
    play: (stage) =>
      inConversation(stage, miscounted('visit', 'told twice'), async ({ lou, say }) => {
        const [once, next] = [await say('I am listening.'), await say('Take your time.')]
        await lou.reads(once, next)
        await expect(lou.log.getByText(once)).toHaveCount(1)
        return 'the message, once'
      }),
  },
  {
    lie: 'reorder',
    to: 'visitor',
    server: 'delivers two messages of the helpline each under the other’s number',
    page: 'puts each author’s messages in the order that their author numbered and signed',
    play: (stage) =>
      inConversation(stage, swapped('visit'), async ({ lou, say }) => {
        const [first, second] = [await say('First this.'), await say('Then that.')]
        await lou.reads(first, second)
        const shown = await lou.log.innerText()
        ok(shown.indexOf(first) < shown.indexOf(second), shown)
        return 'both messages, in the order in which they were written'
      }),
  },
  {
    lie: 'drop-middle',
    to: 'visitor',
    server: 'keeps back a message of the helpline, and counts on as if it had never been',
    page: 'misses it in its author’s chain; asks again; marks nothing as read meanwhile',
    play: (stage) =>
      inConversation(stage, miscounted('visit', 'kept back'), async ({ lou, say }) => {
        const [lost, next] = [await say('This is lost.'), await say('This comes.')]
        await lou.reads(next)
        const seen = await lou.notice()
        await expect(lou.log.getByText(lost)).toHaveCount(0)
        return quoted(seen)
      }),
  },
  {
    lie: 'drop-tail',
    to: 'visitor',
    server: 'keeps back the last message of the helpline, and all knowledge of it',
    page: 'never says that it was read; misses it in the chain as soon as the helpline writes again',
    play: (stage) =>
      inConversation(stage, miscounted('visit', 'kept back'), async (talk) => {
        const { lou, say, plant, readUpTo, proxy } = talk
        const lost = await say('This is lost.')
        await until(() => proxy.told() > 0, { called: 'the lie' })
        await lou.say(plant('Are you still there?'))
        await expect(lou.page.locator('.notices p')).toHaveCount(0)
        ok(readUpTo() < talk.storedAs(lost), 'what never came is not said to be read')
        await lou.reads(await say('I am here.'))
        const seen = await lou.notice()
        ok(readUpTo() < talk.storedAs(lost), 'nor what came after it')
        return `at first nothing; at the next message: ${quoted(seen)}`
      }),
  },
  {
    lie: 'cross-conversation',
    to: 'visitor',
    server: 'delivers what the helpline wrote in another conversation',
    page: 'opens only what was sealed and signed for this conversation',
    play: (stage) => inConversation(stage, fromElsewhere(stage, 'visit'), (talk) => notShown(talk)),
  },
  {
    lie: 'strip-signature',
    to: 'visitor',
    server: 'delivers a message of the helpline without its signature',
    page: 'opens nothing that nobody signed',
    play: (stage) =>
      inConversation(stage, withEnvelope('visit', withoutSignature), (talk) => notShown(talk)),
  },
  {
    lie: 'unknown-suite',
    to: 'visitor',
    server: 'gives the line’s keys as those of a suite that nobody speaks',
    page: 'reads suite 1 alone; sends nothing',
    play: (stage) => refusedAtTheDoor(stage, lineKeysWith(ofSuiteTwo)),
  },
  {
    lie: 'empty-wrap',
    to: 'visitor',
    server: 'answers the eight words with noise where the keys were',
    page: 'opens nothing with it; the words have not left the browser',
    async play(stage) {
      const blob = toBase64url(decoyKeep(randomBytes(8192)))
      const { lou, words } = await comesBack(stage, {
        answer: answering(recall, (reply) => ({ ...reply, blob })),
      })
      const said = lou.page.getByText(/These words open nothing/)
      await expect(said).toBeVisible()
      nowhereIn(stage, words)
      return quoted(await said.innerText())
    },
  },
  {
    lie: 'wrong-commit',
    to: 'visitor',
    server: 'answers the eight words with an opening that commits to another key',
    page: 'shows nothing of a conversation whose key is not the one committed to',
    async play(stage) {
      const { lou, words, said } = await comesBack(stage, {
        answer: answering(reopen, async (reply) => ({
          ...reply,
          sessions: await Promise.all(
            reply.sessions.map(async (one) => ({
              ...one,
              opening: await withWrongCommit(one.opening),
            })),
          ),
        })),
      })
      await lou.isAt('Here you are again')
      for (const one of said) await expect(lou.page.getByText(one)).toHaveCount(0)
      nowhereIn(stage, words)
      return quoted(await lou.page.locator('main h1 + p').innerText())
    },
  },
  {
    lie: 'kdf-downgrade',
    to: 'visitor',
    server: 'says, with the line’s keys, to stretch words in one pass over 8 KiB',
    page: 'stretches by its own constants: the lookup it sends is the strong one',
    async play(stage) {
      const before = stage.proxy.sent.length
      const { lou, words, said } = await comesBack(stage, {
        answer: answering(lineKeys, (reply) => ({ ...reply, kdf: weak, stretching: weak })),
      })
      await lou.isAt('Here you are again')
      await lou.reads(...said)
      const sent = stage.proxy.sent.slice(before).filter(({ to }) => to === `POST ${recall.url}`)
      deepEqual(
        sent.map(({ bytes }) => bytes.toString()),
        [JSON.stringify({ lookup: await strongLookup(stage, words) })],
      )
      return 'their conversation, as ever'
    },
  },
  {
    lie: 'plaintext-fallback',
    to: 'visitor',
    server: 'says that sealing is switched off, and gives no keys',
    page: 'has no way to write without keys; sends nothing',
    play: (stage) =>
      refusedAtTheDoor(stage, {
        answer: answering(lineKeys, (reply) => ({
          ...reply,
          statements: [],
          sealing: 'off',
          plaintext: true,
        })),
      }),
  },
  {
    lie: 'oversize',
    to: 'visitor',
    server: 'delivers a message of the helpline with a megabyte behind it',
    page: 'reads no envelope above its largest size',
    play: (stage) =>
      inConversation(stage, withEnvelope('visit', withAMegabyteMore), (talk) => notShown(talk)),
  },
  {
    lie: 'stale-bundle',
    to: 'visitor',
    server: 'gives an older script under the address of today’s',
    page: 'lets the browser compare it with the hash in the page, and does not run it; sends nothing',
    async play(stage) {
      const before = stage.proxy.sent.length
      // From the first byte on: what a page fetched in advance would be today’s script.
      stage.proxy.tell(olderScript(/^GET \/assets\/app-/))
      const lou = await stage.newcomer()
      await lou.page.getByRole('button', { name: 'Start talking', exact: true }).click()
      const trouble = lou.page.locator('.trouble')
      await expect(trouble).not.toBeEmpty()
      sentNothing(stage, before)
      const seen = quoted(await trouble.innerText())
      await lou.leaves()
      return seen
    },
  },
]
