import type { Verb } from '@veilleuse/domain/access'
import type { GenericSchema } from 'valibot'
import type { ProblemCode } from './problems.ts'

/**
 * An endpoint is a value that server and clients both read. `door` says whose session opens it:
 * `anyone` needs none, `visit` a visitor's, `desk` a staff session with the verb named in `may`.
 */
export type Endpoint = {
  readonly method: 'GET' | 'POST'
  readonly url: `/api/${string}`
  readonly door: 'anyone' | 'visit' | 'desk'
  readonly may?: Verb
  readonly params?: GenericSchema
  readonly body?: GenericSchema
  /** The largest body in KiB, where what is usual (app.ts) is too little. */
  readonly bodyKibibytes?: number
  /** Answers any page, of whatever origin, and may be kept so long: it says the same to everybody. */
  readonly anyPage?: { readonly keepSeconds: number }
  readonly reply: GenericSchema
  readonly problems: readonly ProblemCode[]
}
