import type { SigningPair } from '@veilleuse/sealing/keys'
import type { Epoch } from '@veilleuse/sealing/statement'

/** What a visitor holds of a conversation: to open it, to write in it, to know who answers. */
export type OwnKeys = {
  readonly conversation: string
  readonly session: number
  readonly ck: Uint8Array<ArrayBuffer>
  readonly signing: SigningPair
  /** Epochs of the line verified so far: a counsellor's certificate is checked against its own. */
  readonly epochs: readonly KnownEpoch[]
}

export type KnownEpoch = Pick<Epoch, 'line' | 'number' | 'voiceKey'>
