import { deepEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { aConversation, text } from '@veilleuse/sealing/fixtures'
import { sealMessage } from '@veilleuse/sealing/message'
import { hearing } from './hearing.ts'

test('words are read in the order they were written, whatever numbers the server gives them', async () => {
  for (const told of [
    [1, 2, 3],
    [1, 3, 2],
    [2, 1, 3],
    [2, 3, 1],
    [3, 1, 2],
    [3, 2, 1],
  ]) {
    deepEqual(await heardAs(told), ['one', 'two', 'three'], `told as ${told.join(', ')}`)
  }
})

test('a number that fits is kept: words of two people lie between one another', async () => {
  const { ears, sealed } = await threeSaid()
  const places: number[] = []
  for (const [i, envelope] of sealed.entries()) {
    const heard = await ears.hear(envelope, 2 * i + 1)
    if (heard.is === 'message') places.push(heard.place)
  }
  deepEqual(places, [1, 3, 5])
})

/** Three messages delivered by these numbers, the lowest first, as they stand on the screen. */
async function heardAs(told: readonly number[]): Promise<string[]> {
  const { ears, sealed } = await threeSaid()
  const delivered = sealed.map((envelope, i) => ({ envelope, seq: told[i] ?? 0 }))
  const shown: { place: number; text: string }[] = []
  for (const { envelope, seq } of delivered.toSorted((a, b) => a.seq - b.seq)) {
    const heard = await ears.hear(envelope, seq)
    if (heard.is === 'message') shown.push(heard)
  }
  return shown.toSorted((a, b) => a.place - b.place).map((one) => one.text)
}

async function threeSaid() {
  const { place, signing, voice } = await aConversation()
  const one = await sealMessage(voice, text('one'))
  const two = await sealMessage(one.voice, text('two'))
  const three = await sealMessage(two.voice, text('three'))
  const sealed = [one, two, three].map(({ envelope }) => envelope)
  return { ears: await hearing(place, signing.publicKey), sealed }
}
