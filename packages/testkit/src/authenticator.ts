import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/**
 * An authenticator in software (WebAuthn level 3, ES256, attestation `none`). It answers as asked
 * and lies on demand, so that a server can be shown every answer it must refuse.
 */
export type Authenticator = {
  create(options: Question, lies?: Lies): Record<string, unknown>
  get(options: Question, lies?: Lies): Record<string, unknown>
}

/** The options of a begun ceremony, as the contract carries them. */
export type Question = Readonly<Record<string, unknown>>

export type Lies = {
  /** Where the browser says it is. */
  readonly origin?: string
  /** For whose site the authenticator says it answers. */
  readonly rpId?: string
  /** Whether it says that it checked who is there. */
  readonly verified?: boolean
  readonly present?: boolean
  readonly counter?: number
  readonly type?: string
  readonly challenge?: string
  readonly userHandle?: string
  /** Signs with a key that is not the passkey's. */
  readonly forged?: boolean
}

/** At `origin`, with a counter that goes up by one at each use. */
export function anAuthenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  let counter = 0
  let owner = ''

  return {
    create(options, lies = {}) {
      owner = textIn(recordIn(options, 'user'), 'id')
      const data = authenticatorData({
        ...facts({ options, origin, lies }, textIn(recordIn(options, 'rp'), 'id')),
        counter: lies.counter ?? counter,
        credential: Buffer.concat([Buffer.alloc(16), u16(id.length), id, coseKey(publicKey)]),
      })
      const attestation = cborMap([
        ['fmt', cborText('none')],
        ['attStmt', cborMap([])],
        ['authData', cborBytes(data)],
      ])
      const clientData = clientDataOf('webauthn.create', { options, origin, lies })
      return credentialOf(id, {
        clientDataJSON: code(clientData),
        attestationObject: code(attestation),
        transports: ['internal'],
      })
    },
    get(options, lies = {}) {
      counter += 1
      const data = authenticatorData({
        ...facts({ options, origin, lies }, textIn(options, 'rpId')),
        counter: lies.counter ?? counter,
      })
      const clientData = clientDataOf('webauthn.get', { options, origin, lies })
      const signed = Buffer.concat([data, sha256(clientData)])
      const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
      return credentialOf(id, {
        clientDataJSON: code(clientData),
        authenticatorData: code(data),
        signature: code(sign('sha256', signed, lies.forged ? other : privateKey)),
        userHandle: lies.userHandle ?? owner,
      })
    },
  }
}

type Ceremony = { readonly options: Question; readonly origin: string; readonly lies: Lies }

function facts({ lies }: Ceremony, rpId: string) {
  return { rpId: lies.rpId ?? rpId, present: lies.present ?? true, verified: lies.verified ?? true }
}

function clientDataOf(type: string, { options, origin, lies }: Ceremony): Buffer {
  const challenge = lies.challenge ?? textIn(options, 'challenge')
  const said = { type: lies.type ?? type, challenge, origin: lies.origin ?? origin }
  return Buffer.from(JSON.stringify({ ...said, crossOrigin: false }))
}

function authenticatorData(data: {
  readonly rpId: string
  readonly present: boolean
  readonly verified: boolean
  readonly counter: number
  readonly credential?: Buffer
}): Buffer {
  const flags = bit(data.present, 0x01) | bit(data.verified, 0x04) | bit(data.credential, 0x40)
  const count = Buffer.alloc(4)
  count.writeUInt32BE(data.counter)
  const credential = data.credential ?? Buffer.alloc(0)
  return Buffer.concat([sha256(Buffer.from(data.rpId)), Buffer.of(flags), count, credential])
}

function bit(on: unknown, value: number): number {
  return on ? value : 0
}

function credentialOf(id: Buffer, response: Record<string, unknown>) {
  return {
    id: code(id),
    rawId: code(id),
    type: 'public-key',
    clientExtensionResults: {},
    response,
  }
}

/** The public key as COSE has it: EC2, ES256, P-256, x, y. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01),
    Buffer.of(0x21),
    cborBytes(Buffer.from(x, 'base64url')),
    Buffer.of(0x22),
    cborBytes(Buffer.from(y, 'base64url')),
  ])
}

function cborMap(entries: readonly (readonly [string, Buffer])[]): Buffer {
  const parts = entries.flatMap(([name, value]) => [cborText(name), value])
  return Buffer.concat([Buffer.of(0xa0 | entries.length), ...parts])
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 | text.length), Buffer.from(text)])
}

function cborBytes(bytes: Buffer): Buffer {
  // In the shortest form, which a reader of keys insists on.
  const short = bytes.length < 256
  const head = short ? Buffer.of(0x58, bytes.length) : Buffer.of(0x59, ...u16(bytes.length))
  return Buffer.concat([head, bytes])
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function recordIn(within: Question, name: string): Question {
  const value = within[name]
  if (typeof value !== 'object' || value === null) throw new Error(`The question has no ${name}`)
  return Object.fromEntries(Object.entries(value))
}

function textIn(within: Question, name: string): string {
  const value = within[name]
  if (typeof value !== 'string') throw new Error(`The question has no ${name}`)
  return value
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function code(bytes: Buffer): string {
  return bytes.toString('base64url')
}
