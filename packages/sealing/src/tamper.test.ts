import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomBytes } from './bytes.ts'
import { certifySpeaker, certifyStaff } from './certificate.ts'
import { readCertificate, readStaffCertificate } from './certificate.ts'
import { verifyChain, verifyVisitorChain } from './directory.ts'
import { openArchiveKey, openEpochKey, sealedFor } from './epoch-key.ts'
import { aConversation, text } from './fixtures.ts'
import { openKeep, packKeep, proveReturn } from './keep.ts'
import { openMessage, sealMessage, speakersOf } from './message.ts'
import { openResealed, resealConversation, takeConversation } from './opening.ts'
import { Refusal, refusalCodes } from './refusal.ts'
import { makeStaffKeys } from './vault-contents.ts'
import { makeVault, openVault } from './vault.ts'
import { verifyOpening, verifyReturn, withoutWrap } from './verify.ts'

interface Sealed {
  readonly name: string
  readonly object: Uint8Array
  readonly open: (object: Uint8Array) => Promise<unknown>
}

const objects = await everyObject()

for (const { name, object, open } of objects) {
  test(`${name} opens as it was made`, async () => {
    await open(object)
  })

  test(`${name} with one bit changed is refused by name`, async () => {
    const bits = fc.integer({ min: 0, max: object.length * 8 - 1 })
    const frame = Array.from({ length: 16 * 8 }, (_, bit): [number] => [bit])
    await fc.assert(
      fc.asyncProperty(bits, async (bit) => {
        const changed = new Uint8Array(object)
        changed.set([(object[bit >> 3] ?? 0) ^ (1 << (bit & 7))], bit >> 3)
        await refused(() => open(changed))
      }),
      { numRuns: 200, examples: frame },
    )
  })

  test(`${name} cut short or made longer is refused by name`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: object.length - 1 }), async (length) => {
        await refused(() => open(object.slice(0, length)))
      }),
      { numRuns: 80, examples: [[0], [1], [2], [3], [object.length - 1]] },
    )
    await refused(() => open(new Uint8Array([...object, 0])))
    await refused(() => open(new Uint8Array([...object, ...object])))
    await refused(() => open(new Uint8Array(100_000).fill(1)))
  })

  test(`noise in the place of ${name} is refused by name`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (noise) => {
        await refused(() => open(noise))
        noise.set([1, 1, object[2] ?? 0].slice(0, noise.length))
        await refused(() => open(noise))
      }),
      { numRuns: 50 },
    )
  })
}

test('an answer to another challenge is no answer', async () => {
  const { signing, keys } = await aConversation()
  const challenge = { origin: 'https://lune.example', nonce: randomBytes(32) }
  const proof = await proveReturn(signing, challenge)
  const holds = (other: Partial<typeof challenge>, signature = proof) =>
    verifyReturn(keys.visitorKey, { ...challenge, ...other }, signature)
  assert.equal(await holds({}), true)
  assert.equal(await holds({ origin: 'https://lune.example.org' }), false)
  assert.equal(await holds({ nonce: randomBytes(32) }), false)
  assert.equal(await holds({}, proof.slice(1)), false)
  assert.equal(await holds({}, new Uint8Array(64)), false)
})

async function refused(work: () => Promise<unknown>) {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof Refusal, String(error))
    assert.ok(refusalCodes.includes(error.code))
    return true
  })
}

async function everyObject(): Promise<readonly Sealed[]> {
  const { line, opening, keys, signing, place, voice } = await aConversation()
  const { epoch, statements, pin, wanted, published, mina, sam, archive } = line
  const { conversation, session } = keys
  const speakers = await speakersOf([signing.publicKey])
  const { envelope } = await sealMessage(voice, text('salut'))
  const to = { ...keys, of: 'content', to: 'archive' } as const
  const speaker = { conversation, speakerKey: keys.visitorKey, line: 'nuit', epoch: 1 }
  const named = { ...speaker, alias: 'Camille', staffKeyCommit: randomBytes(32) }
  const wrap = randomBytes(32)
  const kept = { conversation, session, ck: keys.ck }
  const { vault, way } = await aVault()
  const [root, authority] = statements
  assert.ok(root && authority)

  return [
    {
      name: 'a message',
      object: envelope,
      open: (object) => openMessage(object, { ...place, speakers }),
    },
    { name: 'an opening', object: opening, open: (o) => takeConversation(o, line.keys.intake) },
    { name: 'an opening at the server', object: opening, open: verifyOpening },
    { name: 'the rest of an opening', object: await withoutWrap(opening), open: verifyOpening },
    {
      name: 'a key sealed again',
      object: await resealConversation(keys.ck, epoch.archiveKey, to),
      open: (object) => openResealed(object, archive, to),
    },
    {
      name: 'a statement',
      object: published.statement,
      open: (object) => verifyChain([...statements.slice(0, -1), object], pin),
    },
    {
      name: "a visitor's statement",
      object: published.statement,
      open: (object) => verifyVisitorChain([root, authority, object], pin, wanted),
    },
    {
      name: 'an intake key',
      object: sealedFor(published.intakeKeys, 'mina'),
      open: (object) => openEpochKey(object, mina.box, { epoch, staff: 'mina' }),
    },
    {
      name: 'an archive key',
      object: sealedFor(published.archiveKeys, 'sam'),
      open: (object) => openArchiveKey(object, sam.box, { epoch, staff: 'sam' }),
    },
    {
      name: "a speaker's certificate",
      object: await certifySpeaker(line.keys.voice, named),
      open: (object) => readCertificate(object, epoch, conversation),
    },
    {
      name: "a colleague's certificate",
      object: await certifyStaff(mina.signing, { ...speaker, staff: 'mina' }),
      open: (object) => readStaffCertificate(object, mina.statement, conversation),
    },
    {
      name: "a visitor's blob",
      object: await packKeep({ sessions: [kept], signing }, wrap),
      open: (object) => openKeep(object, wrap),
    },
    { name: 'a vault', object: vault, open: (object) => openVault(object, way) },
  ]
}

async function aVault() {
  const way = { kind: 'recovery', id: randomBytes(4), secret: randomBytes(16) } as const
  const passkey = { kind: 'passkey', id: randomBytes(32), secret: randomBytes(32) } as const
  const keys = await makeStaffKeys()
  const contents = { ...keys, authority: undefined, root: randomBytes(32), head: undefined }
  return { vault: await makeVault(contents, [passkey, way]), way }
}
