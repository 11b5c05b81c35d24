import type { Helpline } from '@veilleuse/contract/directory'
import type { LineStatus } from '@veilleuse/contract/visit'
import { byHelp, dialOf, openNow, whyNotShown, zoneOf } from '@veilleuse/domain/directory'
import type { OpenNow } from '@veilleuse/domain/directory'
import { topicWords } from '@veilleuse/domain/directory-topics'
import { dayAt } from '@veilleuse/domain/hours'
import type { Language } from '@veilleuse/domain/language'
import { takesVisitors } from '@veilleuse/domain/line-state'
import { directory, type Row } from './store.ts'

type Asked = { readonly country: string; readonly language: Language; readonly now: Date }

/** The helplines shown on a line's first page: none while it lets people in itself. */
export function helplinesBeside(status: LineStatus, asked: Asked): Helpline[] {
  return takesVisitors(status) ? [] : helplinesIn(asked)
}

/** The helplines shown on pages of this country at this moment, the most helpful first. */
export function helplinesIn({ country, language, now }: Asked): Helpline[] {
  const day = dayAt(zoneOf({ countries: [country] }) ?? 'UTC', now)
  return directory()
    .filter((row) => whyNotShown(row, { country, day }) === undefined)
    .map((row) => ({ row, now: openNow(row, now) }))
    .toSorted(byHelp(language))
    .map(({ row, now: state }) => shown(row, { state, language }))
}

function shown(row: Row, { state, language }: { state: OpenNow; language: Language }): Helpline {
  const zone = zoneOf(row)
  return {
    id: row.id,
    name: row.name,
    about: row.topics.map((topic) => topicWords[topic]?.[language] ?? topic),
    languages: row.languages,
    channels: row.channels,
    numbers: row.numbers.map((number) => ({ shown: number, dial: dialOf(number) })),
    ...(row.url && { url: row.url }),
    now: told(state),
    ...(zone && { zone }),
    verifiedOn: row.verifiedOn,
  }
}

function told(now: OpenNow): Helpline['now'] {
  switch (now.state) {
    case 'open':
      return {
        state: 'open',
        always: now.always,
        ...(now.until && { until: now.until.toISOString() }),
      }
    case 'closed':
      return { state: 'closed', ...(now.opensAt && { opensAt: now.opensAt.toISOString() }) }
    case 'unknown':
      return { state: 'unknown' }
  }
}
