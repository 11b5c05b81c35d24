import { call } from '@veilleuse/client/call'
import * as contract from '@veilleuse/contract/line'
import type { Line, LineSettings } from '@veilleuse/contract/line'
import { emergencyNumbersOf } from '@veilleuse/domain/emergency'

/** Beside the line every helpline begins with, the demo has one of another kind. */
const law: LineSettings = {
  name: { fr: 'Droit', en: 'Law' },
  purpose: {
    fr: 'Tes droits et ce que dit la loi, expliqués par une ou un juriste.',
    en: 'Your rights and what the law says, explained by a lawyer.',
  },
  audience: { fr: 'Jusqu’à 25 ans', en: 'Up to 25' },
  ageTo: 25,
  languages: ['fr', 'en'],
  skill: 'lawyer',
  channels: ['chat'],
  anonymity: 'anonymous',
  country: 'FR',
  triage: { about: [], howBad: false, danger: true },
  emergency: emergencyNumbersOf('FR').map((number) => ({ ...number })),
}

/** The demo's lines, made where they are missing. */
export async function ensureLines(nearby: string, token: string): Promise<readonly Line[]> {
  const { lines } = await call(nearby, contract.lines, { token })
  if (lines.some(({ slug }) => slug === 'droit')) return lines
  const body = { slug: 'droit', settings: law }
  return [...lines, await call(nearby, contract.makeLine, { token, body })]
}
