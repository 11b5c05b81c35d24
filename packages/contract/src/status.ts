import * as v from 'valibot'
import type { Endpoint } from './endpoint.ts'
import { slug } from './shapes.ts'
import { LineStatus } from './visit.ts'

/** What anybody may ask of a line, from any page (docs/status.md): what the landing page shows. */

export const PublicStatus = v.omit(LineStatus, ['waiting'])
export type PublicStatus = v.InferOutput<typeof PublicStatus>

/** A status may be kept so long by whoever asked for it, and by whatever stands between. */
export const statusKept = { seconds: 2 }

export const publicStatus = {
  method: 'GET',
  url: '/api/status/:line',
  door: 'anyone',
  anyPage: { keepSeconds: statusKept.seconds },
  params: v.object({ line: slug }),
  reply: PublicStatus,
  problems: ['not_found'],
} as const satisfies Endpoint

export const publicStatuses = {
  method: 'GET',
  url: '/api/status',
  door: 'anyone',
  anyPage: { keepSeconds: statusKept.seconds },
  reply: v.object({ lines: v.array(PublicStatus) }),
  problems: [],
} as const satisfies Endpoint
