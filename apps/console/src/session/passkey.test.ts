import { toBase64url } from '@veilleuse/sealing/bytes'
import { deepEqual, equal, ok } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { askPasskey } from './passkey.ts'

test('the passkey’s PRF output opens the vault and does not travel to the server', async (t) => {
  const output = crypto.getRandomValues(new Uint8Array(32))
  const asked = anAuthenticator(t, { prf: { results: { first: output.buffer } } })
  const { response, way } = await askPasskey({ challenge: toBase64url(new Uint8Array(32)) })
  deepEqual(way?.secret, output)
  deepEqual([...(way?.id ?? [])], [1, 2, 3])
  ok(!JSON.stringify(response).includes('results'))
  ok(!JSON.stringify(response).includes(toBase64url(output)))
  const input = new Uint8Array(asked()?.prf.eval.first ?? new ArrayBuffer(0))
  equal(input.length, 32)
})

test('a passkey without PRF still signs in', async (t) => {
  anAuthenticator(t, {})
  const { response, way } = await askPasskey({ challenge: toBase64url(new Uint8Array(32)) })
  equal(way, undefined)
  equal(response['id'], 'AQID')
})

type Extensions = { readonly prf: { readonly eval: { readonly first: ArrayBuffer } } }

/** An authenticator lies outside our walls; it answers one question and keeps what it was asked. */
function anAuthenticator(t: TestContext, results: object): () => Extensions | undefined {
  let asked: Extensions | undefined
  const bytes = (...list: number[]) => new Uint8Array(list).buffer
  const credentials = {
    async get({ publicKey }: { publicKey: { extensions: Extensions } }) {
      asked = publicKey.extensions
      return {
        id: 'AQID',
        rawId: bytes(1, 2, 3),
        type: 'public-key',
        response: { authenticatorData: bytes(1), clientDataJSON: bytes(2), signature: bytes(3) },
        getClientExtensionResults: () => results,
      }
    },
  }
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
  Object.defineProperty(globalThis, 'navigator', { value: { credentials }, configurable: true })
  Object.defineProperty(globalThis, 'PublicKeyCredential', {
    value: () => undefined,
    configurable: true,
  })
  t.after(() => {
    if (before) Object.defineProperty(globalThis, 'navigator', before)
    Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
  })
  return () => asked
}
