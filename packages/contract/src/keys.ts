import * as v from 'valibot'
import type { Endpoint } from './endpoint.ts'
import { bytes, lineId, moment, nothing, slug, staffId, worded } from './shapes.ts'

/** The directory and the epochs of a line: who holds which key, signed by authorities. */

const statement = bytes(4096)
const sealedFor = v.object({ staff: staffId, sealed: bytes(2048) })
/** A sealed copy is some 800 bytes on the wire: room for more than a thousand people on a line. */
const aCopyForEverybody = { bodyKibibytes: 1024 } as const

export const directory = {
  method: 'GET',
  url: '/api/desk/directory',
  door: 'desk',
  may: 'see_own_page',
  reply: v.object({
    statements: v.array(statement),
    lines: v.array(
      v.object({
        id: lineId,
        slug,
        name: worded,
        /**
         * Why new keys of the line should be published soon: there are none, they end within two
         * days, or somebody who held them has left. Absent while they need not.
         */
        rotationDue: v.optional(v.picklist(['none', 'ending', 'departure'])),
      }),
    ),
  }),
  problems: [],
} as const satisfies Endpoint

/**
 * Opens the helpline's directory with its root statement. Once only; the server remembers the
 * fingerprint from then on, and so does every vault.
 */
export const openDirectory = {
  method: 'POST',
  url: '/api/desk/directory/root',
  door: 'desk',
  may: 'invite_people',
  body: v.object({ statement }),
  reply: nothing,
  problems: ['already_there', 'malformed'],
} as const satisfies Endpoint

/** Appends an authority-add or staff-add statement; the server checks it against the chain. */
export const appendStatement = {
  method: 'POST',
  url: '/api/desk/directory',
  door: 'desk',
  may: 'see_own_page',
  body: v.object({ statement }),
  reply: nothing,
  problems: ['directory_changed', 'malformed', 'not_allowed'],
} as const satisfies Endpoint

/** Publishes a new epoch of the line it names with its private halves sealed to each person of the team. */
export const publishEpoch = {
  method: 'POST',
  url: '/api/desk/epochs',
  door: 'desk',
  may: 'give_keys',
  ...aCopyForEverybody,
  body: v.object({
    statement,
    intake: v.array(sealedFor),
    archive: v.array(sealedFor),
  }),
  reply: nothing,
  problems: ['directory_changed', 'malformed'],
} as const satisfies Endpoint

/** Gives the keys of running epochs to somebody who came later. */
export const giveEpochKeys = {
  method: 'POST',
  url: '/api/desk/epochs/give',
  door: 'desk',
  may: 'give_keys',
  ...aCopyForEverybody,
  body: v.object({
    keys: v.array(
      v.object({
        line: lineId,
        epoch: v.number(),
        kind: v.picklist(['intake', 'archive']),
        staff: staffId,
        sealed: bytes(2048),
      }),
    ),
  }),
  reply: nothing,
  problems: ['not_found'],
} as const satisfies Endpoint

export const MyEpochKey = v.object({
  line: lineId,
  epoch: v.number(),
  kind: v.picklist(['intake', 'archive']),
  sealed: bytes(2048),
  validTo: moment,
})

/** The epoch keys sealed to me. */
export const myEpochKeys = {
  method: 'GET',
  url: '/api/desk/epochs/mine',
  door: 'desk',
  may: 'see_own_page',
  reply: v.object({ keys: v.array(MyEpochKey) }),
  problems: [],
} as const satisfies Endpoint
