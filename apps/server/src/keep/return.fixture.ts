import { randomBytes } from 'node:crypto'
import { keep, recall, reopen } from '@veilleuse/contract/visit'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { proveReturn } from '@veilleuse/sealing/keep'
import type { SigningPair } from '@veilleuse/sealing/keys'
import { decoyKeep, keepBytes } from '@veilleuse/sealing/wire'
import { aSecret, type Evening, type Page, type PageTraits, served } from '../evening.fixture.ts'

/** What a browser makes of eight words: where the blob lies, and the blob. */
export type Words = { readonly lookup: string; readonly blob: string }

export function someWords(): Words {
  return { lookup: aSecret(32), blob: toBase64url(decoyKeep(randomBytes(keepBytes))) }
}

export async function keeps({ ask }: Evening, page: Page, words = someWords()): Promise<Words> {
  served(await ask(keep, { token: page.token, body: words }))
  return words
}

export async function recalls({ ask }: Evening, { lookup }: Pick<Words, 'lookup'>) {
  return served(await ask(recall, { body: { lookup } })).reply
}

export type Proof = {
  readonly nonce: string
  readonly conversation?: string
  readonly signing?: SigningPair
  /** The origin the browser signs, when it is not ours. */
  readonly origin?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The second half of coming back, as the visitor of this page proves it. */
export async function proves({ ask, house }: Evening, page: Page, proof: Proof) {
  const { signing = page.started.signing, origin = house.config.publicOrigin } = proof
  const nonce = fromBase64url(proof.nonce)
  const body = {
    conversation: proof.conversation ?? page.id,
    nonce: proof.nonce,
    signature: toBase64url(await proveReturn(signing, { origin, nonce })),
  }
  return ask(reopen, { body, ...(proof.headers && { headers: proof.headers }) })
}

/** A kept conversation, reopened by its words. */
export async function returns(evening: Evening, page: Page, words: Words) {
  const { nonce } = await recalls(evening, words)
  return served(await proves(evening, page, { nonce })).reply
}

/** The next contact of the same visitor, who kept the last one. */
export async function comesBack(
  evening: Evening,
  page: Page,
  traits: PageTraits = {},
): Promise<Page> {
  const { grant, sessions } = await returns(evening, page, await keeps(evening, page))
  const earlier = sessions.map(({ conversation }) => ({ conversation, wrap: aSecret(160) }))
  const session = page.started.keys.session + 1
  return evening.aVisitor({ session, grant, earlier, ...traits })
}
