import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { randomBytes, toBase64url } from '@veilleuse/sealing/bytes'
import { certifySpeaker } from '@veilleuse/sealing/certificate'
import { aConversation, text } from '@veilleuse/sealing/fixtures'
import { makeSigningPair } from '@veilleuse/sealing/keys'
import { findVoice, sealMessage } from '@veilleuse/sealing/message'
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

test('whoever the team’s voice vouches for is heard, under the alias it says', async () => {
  const { ears, says } = await aTalk()
  const words = await says('Mina', 'je suis là')
  const { is, text: heard, alias } = { text: '', alias: '', ...(await ears.hear(words, 1)) }
  deepEqual([is, heard, alias], ['message', 'je suis là', 'Mina'])
  equal(ears.vouches('Mina'), true)
})

test('a name that turns the text, breaks lines, shows nothing or is markup vouches for nobody', async () => {
  const { ears, says } = await aTalk()
  for (const name of [
    'Mina\u202Eanim',
    'Mi\nna',
    '\u3164',
    '\u200B',
    'M\0',
    '<b>Mina</b>',
    'x'.repeat(41),
  ]) {
    deepEqual(await ears.hear(await says(name, 'crois-moi'), 1), { is: 'stranger' }, name)
    equal(ears.vouches(name), false)
  }
})

test('bytes that are no certificate vouch for nobody, and do not hide those that are', async () => {
  const { ears, says, certificates } = await aTalk()
  certificates.push('', 'AAAA', toBase64url(randomBytes(200)))
  const words = await says('Mina', 'je suis là')
  equal((await ears.hear(words, 1)).is, 'message')
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

/** A visitor's ears, and somebody who has the team's voice and says who they are. */
async function aTalk() {
  const { line, keys, place } = await aConversation()
  const ears = await hearing(place, keys.visitorKey)
  const certificates: string[] = []
  return {
    ears,
    certificates,
    async says(alias: string, body: string) {
      const { conversation } = keys
      const signing = await makeSigningPair({ extractable: false })
      const speaker = { conversation, speakerKey: signing.publicKey, line: 'nuit', epoch: 1, alias }
      const commit = { staffKeyCommit: randomBytes(32) }
      const certificate = await certifySpeaker(line.keys.voice, { ...speaker, ...commit })
      certificates.push(toBase64url(certificate))
      await ears.learn(certificates, async () => line.epoch)
      return (await sealMessage(await findVoice(place, signing), text(body))).envelope
    },
  }
}
