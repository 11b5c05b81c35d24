import { call, Refused } from '@veilleuse/client/call'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import type { InferOutput } from 'valibot'

type Given<E extends Endpoint> = Omit<Parameters<typeof call<E>>[2], 'token'>

/** Calls an endpoint of this origin with the session's token. */
export type Ask = <E extends Endpoint>(
  endpoint: E,
  given: Given<E>,
) => Promise<InferOutput<E['reply']>>

/** `lost` is told when the server no longer knows the session. */
export function asker(origin: string, token: () => string | undefined, lost: () => void): Ask {
  return async (endpoint, given) => {
    const held = token()
    try {
      // The token is the only thing added to what the endpoint's own type asked for.
      return await call(origin, endpoint, { ...given, ...(held && { token: held }) } as Parameters<
        typeof call<typeof endpoint>
      >[2])
    } catch (trouble) {
      if (trouble instanceof Refused && trouble.problem === 'signed_out' && held) lost()
      throw trouble
    }
  }
}
