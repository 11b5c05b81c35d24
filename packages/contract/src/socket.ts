import * as v from 'valibot'
import { isProblemCode, type ProblemCode } from './problems.ts'

/** What both sockets share. docs/protocol.md numbers the rules they follow. */

/** A server that speaks another version answers `protocol_too_old` and the page reloads itself. */
export const protocol = 1

/** How often a client proves that it lives, and after how long either side gives the other up. */
export const heartbeat = { seconds: 15 }
export const silenceBeforeLost = { seconds: 40 }

export const problemCode = v.custom<ProblemCode>(isProblemCode)
