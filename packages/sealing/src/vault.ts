import { concat, equal, randomBytes, u32 } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { readContents, writeContents } from './vault-contents.ts'
import type { VaultContents } from './vault-contents.ts'
import { decryptOnce, encryptOnce } from './cipher.ts'
import { purposes, read, write } from './codec.ts'
import { Refusal, refuseUnless } from './refusal.ts'
import { derive, keyBytes, labelled, saltBytes, tagBytes } from './suite.ts'

/**
 * The staff vault: contents under a random vault key, and the vault key wrapped once for each way
 * in. A way never touches the contents themselves, so that one can be lost or changed alone.
 */
export interface Way {
  readonly kind: WayKind
  /** The credential id of a passkey; for the others any name, such as the day it was made. */
  readonly id: Uint8Array
  /** PRF output of a passkey (32 bytes), `kek` of a passphrase (32), twelve words (16). */
  readonly secret: Uint8Array
}

export type WayKind = 'passkey' | 'passphrase' | 'recovery'

/** What can be seen of a vault without opening it. */
export interface WayName {
  readonly kind: WayKind
  readonly id: Uint8Array
}

/** Refuses fewer than two ways: whoever has only one will be without, some day. */
export async function makeVault(contents: VaultContents, ways: readonly Way[]): Promise<Bytes> {
  const key = randomBytes(keyBytes)
  return assemble(key, contents, await Promise.all(ways.map((way) => wrap(key, way))))
}

export async function openVault(vault: Uint8Array, way: Way): Promise<VaultContents> {
  return (await unlock(vault, way)).contents
}

/** Encrypts again under the same vault key; every way in stays. */
export async function changeContents(
  vault: Uint8Array,
  way: Way,
  contents: VaultContents,
): Promise<Bytes> {
  const { key, wraps } = await unlock(vault, way)
  return assemble(key, contents, wraps)
}

/** A way of the same kind and id is replaced. */
export async function addWay(vault: Uint8Array, way: Way, added: Way): Promise<Bytes> {
  const { key, contents, wraps } = await unlock(vault, way)
  const others = wraps.filter((one) => !sameWay(one, added))
  return assemble(key, contents, [...others, await wrap(key, added)])
}

/**
 * Under a new vault key, so that an old copy of the way taken out is of no use any more. Needs
 * the secret of every way that stays.
 */
export async function removeWay(
  vault: Uint8Array,
  removed: WayName,
  remaining: readonly Way[],
): Promise<Bytes> {
  const [way] = remaining
  if (!way) throw new Refusal('too_few_ways')
  const { contents, wraps } = await unlock(vault, way)
  const kept = wraps.filter((one) => !sameWay(one, removed))
  refuseUnless(
    kept.every((one) => remaining.some((other) => sameWay(one, other))),
    'key_missing',
  )
  return makeVault(contents, remaining)
}

export function waysOf(vault: Uint8Array): readonly WayName[] {
  return readVault(vault).wraps.map(({ kind, id }) => ({ kind, id }))
}

interface Wrap extends WayName {
  readonly bytes: Bytes
  readonly salt: Bytes
  readonly wrapped: Bytes
}

const kindNumbers = { passkey: 1, passphrase: 2, recovery: 3 } as const
const maxWays = 16
const maxIdBytes = 1024
const maxWayBytes = 2048
const maxContentsBytes = 4096
const maxVaultBytes = maxWays * maxWayBytes + maxContentsBytes

async function wrap(key: Uint8Array, way: Way): Promise<Wrap> {
  const { kind, secret } = way
  refuseUnless(way.id.length <= maxIdBytes, 'too_large')
  refuseUnless(secret.length === (kind === 'recovery' ? 16 : 32), 'malformed')
  const salt = randomBytes(saltBytes)
  const wrapped = await encryptOnce(await wayKey(way, salt), wayLabel(way), key)
  return readWay(
    write(purposes.vaultWay).u8(kindNumbers[kind]).bytes(way.id).bytes(salt).bytes(wrapped).done(),
  )
}

async function unlock(vault: Uint8Array, way: Way) {
  const { wraps, salt, ciphertext } = readVault(vault)
  const own = wraps.find((one) => sameWay(one, way))
  if (!own) throw new Refusal('key_missing')
  const key = await decryptOnce(await wayKey(way, own.salt), wayLabel(way), own.wrapped)
  const contentsKey = await derive(key, { salt, info: labelled('vault') })
  const plaintext = await decryptOnce(contentsKey, allWays(wraps), ciphertext)
  return { key, wraps, contents: readContents(plaintext) }
}

/** The contents are tied to the list of ways, so that none can be slipped in or taken out. */
async function assemble(
  key: Uint8Array,
  contents: VaultContents,
  wraps: readonly Wrap[],
): Promise<Bytes> {
  const different = wraps.filter((one, i) => wraps.findIndex((other) => sameWay(one, other)) === i)
  refuseUnless(different.length >= 2, 'too_few_ways')
  refuseUnless(different.length === wraps.length && wraps.length <= maxWays, 'malformed')
  const salt = randomBytes(saltBytes)
  const contentsKey = await derive(key, { salt, info: labelled('vault') })
  const ciphertext = await encryptOnce(contentsKey, allWays(wraps), writeContents(contents))
  return write(purposes.vault).bytes(allWays(wraps)).bytes(salt).bytes(ciphertext).done()
}

function readVault(vault: Uint8Array) {
  const reader = read(vault, purposes.vault, maxVaultBytes)
  const list = reader.upTo(maxWays * maxWayBytes)
  const salt = reader.fixed(saltBytes)
  const ciphertext = reader.upTo(maxContentsBytes)
  reader.done()

  const wraps: Wrap[] = []
  for (let at = 0; at < list.length;) {
    refuseUnless(at + 4 <= list.length && wraps.length < maxWays, 'malformed')
    const length = new DataView(list.buffer).getUint32(at)
    refuseUnless(length <= list.length - at - 4, 'malformed')
    wraps.push(readWay(list.slice(at + 4, at + 4 + length)))
    at += 4 + length
  }
  return { wraps, salt, ciphertext }
}

function readWay(bytes: Bytes): Wrap {
  const reader = read(bytes, purposes.vaultWay, maxWayBytes)
  const kind = kindOf(reader.u8())
  const id = reader.upTo(maxIdBytes)
  const salt = reader.fixed(saltBytes)
  const wrapped = reader.fixed(keyBytes + tagBytes)
  reader.done()
  return { kind, id, salt, wrapped, bytes }
}

function kindOf(value: number): WayKind {
  if (value === kindNumbers.passkey) return 'passkey'
  if (value === kindNumbers.passphrase) return 'passphrase'
  refuseUnless(value === kindNumbers.recovery, 'malformed')
  return 'recovery'
}

function allWays(wraps: readonly Wrap[]): Bytes {
  return concat(...wraps.flatMap(({ bytes }) => [u32(bytes.length), bytes]))
}

function wayKey(way: Way, salt: Uint8Array) {
  return derive(way.secret, { salt, info: wayLabel(way) })
}

function wayLabel({ kind, id }: Pick<Way, 'kind' | 'id'>): Bytes {
  return labelled(`vk/${kind}`, id)
}

function sameWay(a: WayName, b: WayName) {
  return a.kind === b.kind && equal(a.id, b.id)
}
