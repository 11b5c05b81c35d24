import { writeFile } from 'node:fs/promises'
import type { Page, PageInput } from '../src/page-input.ts'
import { here } from './here.ts'

/** The landing page as an open line at night would send it, to be weighed and looked at. */
export async function writeSample(): Promise<string> {
  const address = new URL(`file://${here('dist/server/page.js')}`).href
  const { renderPage } = (await import(address)) as { renderPage(input: PageInput): Page }
  const { html } = renderPage(sampleInput)
  await writeFile(here('dist/sample/landing.html'), html)
  return html
}

export const sampleInput: PageInput = {
  language: 'fr',
  status: {
    line: 'ecoute',
    name: { fr: 'Écoute', en: 'Listening' },
    state: 'open',
    until: '2026-11-21T23:00:00.000Z',
    waiting: 2,
    wait: { fromMinutes: 3, toMinutes: 9 },
    zone: 'Europe/Paris',
    revision: 1,
  },
  helpline: {
    name: { fr: 'Veilleuse', en: 'Veilleuse' },
    instance: 'dmVpbGxldXNl',
    rootFingerprint: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  },
  line: 'ecoute',
  rulesVersion: 1,
  path: '',
  triage: { about: [], howBad: false, danger: true },
  purpose: { fr: '', en: '' },
  others: [],
  country: 'FR',
  helplines: [],
  exitAddress: 'https://www.example.org/',
  emergency: [
    {
      number: '112',
      label: { fr: 'secours, partout en Europe', en: 'emergency, all over Europe' },
    },
    { number: '119', label: { fr: 'enfance en danger', en: 'children in danger' } },
    { number: '3114', label: { fr: 'prévention du suicide', en: 'suicide prevention' } },
  ],
  now: new Date('2026-11-21T20:00:00.000Z'),
  demo: false,
}
