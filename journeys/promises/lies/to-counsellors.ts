import { ok } from 'node:assert/strict'
import { beginSignIn } from '@veilleuse/contract/account'
import { directory } from '@veilleuse/contract/keys'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { withoutWrap } from '@veilleuse/sealing/verify'
import { answering } from '@veilleuse/testkit/hostile-proxy'
import {
  inPlainWords,
  miscounted,
  ofSuiteTwo,
  olderScript,
  openingLie,
  swapped,
  weak,
  withAMegabyteMore,
  withEnvelope,
  withEpoch,
  withOwnIntakeKey,
  withoutSignature,
  withWrongCommit,
} from './changes.ts'
import { opens } from './live-desk.ts'
import { saidIn } from './newcomer.ts'
import { quoted, type Telling } from './telling.ts'
import { atTheDesk, isNotOpened, isNotShown } from './with-a-counsellor.ts'
import { fromElsewhere } from './with-a-visitor.ts'
import { expect } from './patience.ts'

/** Every lie, as it is told to a desk in a real browser. */
export const toCounsellors: readonly Telling[] = [
  {
    lie: 'swap-intake-key',
    to: 'counsellor',
    server: 'gives, in the team’s directory, a key of its own as the line’s intake key',
    page: 'finds another directory than the one its vault has seen, and stays locked',
    async play(stage) {
      const page = await stage.page()
      stage.proxy.tell({
        answer: answering(directory, async (reply) => ({
          ...reply,
          statements: await withEpoch(reply.statements, withOwnIntakeKey),
        })),
      })
      await opens(page, 'Mina')
      await expect(page.getByRole('heading', { name: 'Open the vault' })).toBeVisible()
      const field = page.getByRole('textbox', { name: 'Passphrase' })
      await field.fill(stage.house.person('mina').passphrase)
      await page.getByRole('button', { name: 'Open', exact: true }).click()
      const seen = await saidIn(page.getByRole('alert'))
      await expect(page.getByRole('heading', { name: 'Open the vault' })).toBeVisible()
      await page.context().close()
      return quoted(seen)
    },
  },
  {
    lie: 'expired-epoch',
    to: 'counsellor',
    server: 'says that it is nine days later, so that the epoch in hand is over',
    page: 'seals nothing to keys whose time is over; an earlier date brings back no older ones',
    async play(stage) {
      const page = await stage.page()
      const later = (at: string) => new Date(Date.parse(at) + 9 * 86_400_000).toISOString()
      stage.proxy.tell({
        on: 'desk',
        frame: (frame) =>
          'type' in frame && frame.type === 'welcome'
            ? [{ ...frame, at: later(frame.at) }]
            : undefined,
      })
      await opens(page, 'Mina')
      const notice = page.getByRole('status').filter({ hasText: 'keys' })
      const seen = await saidIn(notice.locator('strong'))
      await expect(page.getByRole('button', { name: 'Make me available' })).toBeDisabled()
      await page.context().close()
      return quoted(seen)
    },
  },
  {
    lie: 'replay',
    to: 'counsellor',
    server: 'delivers a message of the visitor again, under the next number',
    page: 'knows its author’s number and hash, and shows it once',
    play: (stage) =>
      atTheDesk(stage, miscounted('desk', 'told twice'), async ({ noam, say }) => {
        const [once, next] = [await say('I do not know.'), await say('I am scared.')]
        await noam.reads(once, next)
        await expect(noam.log.getByText(once)).toHaveCount(1)
        return 'the message, once'
      }),
  },
  {
    lie: 'reorder',
    to: 'counsellor',
    server: 'delivers two messages of the visitor each under the other’s number',
    page: 'misses the first one in its author’s chain, and says so at the second',
    play: (stage) =>
      atTheDesk(stage, swapped('desk'), async ({ noam, say }) => {
        await noam.reads(await say('First this.'), await say('Then that.'))
        return quoted(await noam.told())
      }),
  },
  {
    lie: 'drop-middle',
    to: 'counsellor',
    server: 'keeps back a message of the visitor, and counts on as if it had never been',
    page: 'misses it in its author’s chain, and says so at the next',
    play: (stage) =>
      atTheDesk(stage, miscounted('desk', 'kept back'), async ({ noam, say }) => {
        const [lost, next] = [await say('This is lost.'), await say('This comes.')]
        await noam.reads(next)
        await expect(noam.log.getByText(lost)).toHaveCount(0)
        return quoted(await noam.told())
      }),
  },
  {
    lie: 'drop-tail',
    to: 'counsellor',
    server: 'keeps back the last message of the visitor, and all knowledge of it',
    page: 'never says that it was read; misses it as soon as the visitor writes again',
    play: (stage) =>
      atTheDesk(stage, miscounted('desk', 'kept back'), async (talk) => {
        const { noam, say, readUpTo, storedAs } = talk
        const lost = await say('This is lost.')
        await noam.say(stage.plant('Are you still there?'))
        ok(readUpTo() < storedAs(lost), 'what never came is not said to be read')
        await noam.reads(await say('I am here.'))
        return `at first nothing; at the next message: ${quoted(await noam.told())}`
      }),
  },
  {
    lie: 'cross-conversation',
    to: 'counsellor',
    server: 'delivers what another visitor wrote',
    page: 'opens only what was sealed and signed for this conversation',
    play: (stage) => atTheDesk(stage, fromElsewhere(stage, 'desk'), isNotShown),
  },
  {
    lie: 'strip-signature',
    to: 'counsellor',
    server: 'delivers a message of the visitor without its signature',
    page: 'opens nothing that nobody signed',
    play: (stage) => atTheDesk(stage, withEnvelope('desk', withoutSignature), isNotShown),
  },
  {
    lie: 'unknown-suite',
    to: 'counsellor',
    server: 'delivers a message as one of a suite that nobody speaks',
    page: 'reads suite 1 alone',
    play: (stage) => atTheDesk(stage, withEnvelope('desk', ofSuiteTwo), isNotShown),
  },
  {
    lie: 'empty-wrap',
    to: 'counsellor',
    server: 'gives the visitor’s opening without the sealed key in it',
    page: 'opens no conversation without its key, and offers no field to write in',
    play: (stage) =>
      isNotOpened(
        stage,
        openingLie(async (opening) => toBase64url(await withoutWrap(fromBase64url(opening)))),
      ),
  },
  {
    lie: 'wrong-commit',
    to: 'counsellor',
    server: 'gives an opening that commits to another key than the one sealed in it',
    page: 'opens no conversation whose key is not the one committed to',
    play: (stage) => isNotOpened(stage, openingLie(withWrongCommit)),
  },
  {
    lie: 'kdf-downgrade',
    to: 'counsellor',
    server: 'says, with the salt, to stretch the passphrase in one pass over 8 KiB',
    page: 'stretches by its own constants: only the strong key opens the vault',
    async play(stage) {
      const page = await stage.page()
      stage.proxy.tell({
        answer: answering(beginSignIn, (reply) => ({ ...reply, kdf: weak, stretching: weak })),
      })
      await opens(page, 'Mina')
      await expect(
        page.getByRole('heading', { level: 1, name: 'Desk', exact: true }),
      ).toBeAttached()
      await page.context().close()
      return 'their desk, as ever'
    },
  },
  {
    lie: 'plaintext-fallback',
    to: 'counsellor',
    server: 'delivers plain words where an envelope should be',
    page: 'takes for a message only what was sealed and signed',
    play: (stage) => atTheDesk(stage, withEnvelope('desk', inPlainWords), isNotShown),
  },
  {
    lie: 'oversize',
    to: 'counsellor',
    server: 'delivers a message of the visitor with a megabyte behind it',
    page: 'reads no envelope above its largest size',
    play: (stage) => atTheDesk(stage, withEnvelope('desk', withAMegabyteMore), isNotShown),
  },
  {
    lie: 'stale-bundle',
    to: 'counsellor',
    server: 'gives an older script under the address of today’s',
    page: 'lets the browser compare it with the hash in the page, and does not run it',
    async play(stage) {
      const page = await stage.page()
      stage.proxy.tell(olderScript(/^GET \/desk\/assets\/index-\w*[^.]*\.js/))
      await page.goto('/desk/')
      const late = page.locator('.late p[lang=en]')
      await expect(late).toBeVisible()
      await expect(page.getByRole('button')).toHaveCount(0)
      const seen = quoted((await late.innerText()).replaceAll(/\s+/g, ' '))
      await page.context().close()
      return seen
    },
  },
]
