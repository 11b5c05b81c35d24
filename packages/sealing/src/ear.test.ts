import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { freshEar, gapsIn, listen } from './ear.ts'
import type { Ear } from './ear.ts'
import { aConversation, text } from './fixtures.ts'
import { openMessage, sawMessage, sealMessage, speakersOf } from './message.ts'
import type { Opened, Voice } from './message.ts'

test('messages in their order are heard as they come', async () => {
  const { opened } = await said(3)
  assert.deepEqual(findings(opened), ['next', 'next', 'next'])
})

test('a message sent again is heard once', async () => {
  const { opened } = await said(2)
  assert.deepEqual(findings([...opened, ...opened]), ['next', 'next', 'replayed', 'replayed'])
})

test('a message held back is missed, and fills its gap when it comes', async () => {
  const { opened } = await said(5)
  const [one, two, three, four, five] = opened
  assert.ok(one && two && three && four && five)
  let ear = hear([one, four, five])
  const [gap] = gapsIn(ear)
  assert.deepEqual({ from: gap?.from, to: gap?.to }, { from: 2, to: 3 })
  assert.deepEqual(findings([one, four, five]), ['next', 'missing', 'next'])
  ear = hear([one, four, five, three, two])
  assert.deepEqual(gapsIn(ear), [])
})

test('in whatever order messages come, the same is known in the end', async () => {
  const { opened } = await said(6)
  const orders = fc.shuffledSubarray(opened, { minLength: 6 })
  fc.assert(
    fc.property(orders, (order) => {
      assert.deepEqual(gapsIn(hear(order)), [])
      assert.ok(findings(order).every((finding) => finding === 'next' || finding === 'missing'))
    }),
  )
})

test('an author who says two things in one place is a fork', async () => {
  const { opened, voices, open } = await said(2)
  const [first, second] = opened
  const [start, afterFirst] = voices
  assert.ok(first && second && start && afterFirst)
  const otherSecond = await open((await sealMessage(afterFirst, text('autre'))).envelope)
  assert.deepEqual(findings([first, second, otherSecond]), ['next', 'next', 'forked'])

  const otherFirst = await open((await sealMessage(start, text('autre'))).envelope)
  assert.deepEqual(findings([otherFirst, second]), ['next', 'forked'])
  assert.deepEqual(findings([second, otherFirst]), ['missing', 'forked'])
})

test('a message id is used once', async () => {
  const { opened, voices, open } = await said(1)
  const [first, last] = [opened[0], voices.at(-1)]
  assert.ok(first && last)
  const again = await open(
    (await sealMessage(last, { ...text('x'), id: first.header.id })).envelope,
  )
  assert.deepEqual(findings([first, again]), ['next', 'forked'])
})

test('a number from the far end of the world costs nothing', async () => {
  const { voices, open } = await said(0)
  const [start] = voices
  assert.ok(start)
  const far = await open(
    (await sealMessage({ ...start, number: 4_000_000_000 }, text('x'))).envelope,
  )
  const { finding, ear } = listen(freshEar, far)
  assert.equal(finding, 'missing')
  assert.equal(gapsIn(ear)[0]?.to, 4_000_000_000)
})

test('a hint at something that never came is noticed', async () => {
  const { opened, voices, open } = await said(1)
  const [first, last] = [opened[0], voices.at(-1)]
  assert.ok(first && last)
  const unseen = sawMessage(last, new Uint8Array(32).fill(9))
  const hint = await open((await sealMessage(unseen, text('et ça ?'))).envelope)
  assert.equal(listen(hear([first]), first).seenIsKnown, true)
  assert.equal(listen(hear([first]), hint).seenIsKnown, false)
})

/** So many messages of one visitor, with the voice before the first and after each. */
async function said(count: number) {
  const { voice, place, signing } = await aConversation()
  const speakers = await speakersOf([signing.publicKey])
  const open = (envelope: Uint8Array) => openMessage(envelope, { ...place, speakers })
  const voices: Voice[] = [voice]
  const opened: Opened[] = []
  let now = voice
  for (let i = 0; i < count; i++) {
    const sealed = await sealMessage(now, text(`message ${i}`))
    opened.push(await open(sealed.envelope))
    now = sealed.voice
    voices.push(now)
  }
  return { opened, voices, open }
}

function hear(messages: readonly Opened[]): Ear {
  return messages.reduce((ear, message) => listen(ear, message).ear, freshEar)
}

function findings(messages: readonly Opened[]) {
  let ear = freshEar
  return messages.map((message) => {
    const listened = listen(ear, message)
    ear = listened.ear
    return listened.finding
  })
}
