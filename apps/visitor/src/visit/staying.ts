import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { importSigningPair, pairBytes } from '@veilleuse/sealing/keys'
import type { KnownEpoch, OwnKeys } from './own-keys.ts'

/**
 * «Let me come back when this page closes by accident»: token and keys in sessionStorage, which
 * lives as long as this tab. Only when the visitor asks for it; gone at the end and at quick exit.
 */
const drawer = 'stay'

export type Stay = { readonly token: string; readonly keys: OwnKeys }

export async function stay({ token, keys }: Stay): Promise<void> {
  const { pkcs8, publicKey } = await pairBytes(keys.signing)
  const kept = {
    token,
    conversation: keys.conversation,
    session: keys.session,
    ck: toBase64url(keys.ck),
    secret: toBase64url(pkcs8),
    publicKey: toBase64url(publicKey),
    epochs: keys.epochs.map(({ line, number, voiceKey }) => ({
      line,
      number,
      voiceKey: toBase64url(voiceKey),
    })),
  }
  sessionStorage.setItem(drawer, JSON.stringify(kept))
}

/** What was put away in this tab; undefined when there is nothing, or nothing whole. */
export async function stayed(): Promise<Stay | undefined> {
  try {
    const kept = JSON.parse(sessionStorage.getItem(drawer) ?? '') as Record<string, string> & {
      epochs: { line: string; number: number; voiceKey: string }[]
    }
    const bytes = (name: string) => fromBase64url(kept[name] ?? '')
    const epochs: readonly KnownEpoch[] = kept.epochs.map((epoch) => ({
      ...epoch,
      voiceKey: fromBase64url(epoch.voiceKey),
    }))
    const pair = { pkcs8: bytes('secret'), publicKey: bytes('publicKey') }
    return {
      token: kept['token'] ?? '',
      keys: {
        conversation: kept['conversation'] ?? '',
        session: Number(kept['session']),
        ck: bytes('ck'),
        signing: await importSigningPair(pair, { extractable: true }),
        epochs,
      },
    }
  } catch {
    return undefined
  }
}

export function unstay(): void {
  try {
    sessionStorage.removeItem(drawer)
  } catch {
    // Storage is switched off: then there is nothing in it.
  }
}
