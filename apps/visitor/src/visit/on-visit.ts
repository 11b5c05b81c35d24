import type { VisitView } from '@veilleuse/contract/visit'
import type { After, Entry, Note, Talk, Visit, VisitEvent } from './visit.ts'

/** The one way a visit changes: what was on the screen, and what happened, give what is on it. */
export function onVisit(visit: Visit, event: VisitEvent): Visit {
  if (!happensInside(event)) return elsewhere(event)
  if (visit.screen === 'talk') return arranged(onTalk(visit.talk, event))
  if (visit.screen === 'end') {
    const talk = onTalk(visit.talk, event)
    return { ...visit, talk, after: onAfter(visit.after, event) }
  }
  return visit
}

const outside = ['preparing', 'stuck', 'returning', 'forgotten', 'begun'] as const
type Outside = Extract<VisitEvent, { type: (typeof outside)[number] }>
type Inside = Exclude<VisitEvent, Outside>

/** Whether the event belongs to a conversation that is there; if not, it leads to another screen. */
function happensInside(event: VisitEvent): event is Inside {
  return !outside.some((type) => type === event.type)
}

function elsewhere(event: Outside): Visit {
  switch (event.type) {
    case 'preparing':
      return { screen: 'preparing', step: event.step }
    case 'stuck':
      return { screen: 'stuck', why: event.why, retry: event.retry }
    case 'returning':
    case 'forgotten':
      return { screen: event.type }
    case 'begun':
      return arranged(begun(event))
  }
}

/** A conversation that has ended is a screen of its own. */
function arranged(talk: Talk): Visit {
  return talk.view.state === 'closed'
    ? { screen: 'end', talk, after: freshAfter }
    : { screen: 'talk', talk }
}

const freshAfter: After = {
  survey: 'open',
  forgetting: 'no',
  keeping: false,
  trouble: undefined,
}

function begun({ view, earlier, staying = false }: Extract<Outside, { type: 'begun' }>): Talk {
  return {
    view,
    line: 'live',
    log: earlier,
    alias: undefined,
    theyType: false,
    missing: false,
    unreadable: false,
    timeTold: false,
    askingToEnd: false,
    staying,
    tool: undefined,
    draft: 0,
    trouble: undefined,
  }
}

function onTalk(talk: Talk, event: Inside): Talk {
  switch (event.type) {
    case 'line':
      // Who has lost the line cannot know whether the other side still writes.
      return {
        ...talk,
        line: event.line,
        theyType: event.line === 'live' && talk.theyType,
        trouble: talk.trouble === 'offline' ? undefined : talk.trouble,
      }
    case 'view':
      return seen(talk, event.view, event.alias)
    case 'place':
      return talk.view.state === 'waiting'
        ? { ...talk, view: { ...talk.view, place: event.place } }
        : talk
    case 'said': {
      const { id, text } = event
      const mine: Entry = { by: 'visitor', id, text, fate: { is: 'on_its_way' } }
      return { ...talk, log: [...talk.log, mine], timeTold: false, trouble: undefined, draft: 0 }
    }
    case 'heard_own':
      return heardOwn(talk, event)
    case 'heard': {
      if (talk.log.some(({ id }) => id === event.message.id)) return talk
      const theirs: Entry = { by: 'helpline', ...event.message }
      return { ...talk, log: placed(talk.log, theirs), theyType: false, timeTold: false }
    }
    case 'stored':
      return { ...talk, log: fated(talk.log, event.id, { is: 'stored', seq: event.seq }) }
    case 'refused':
      return { ...talk, log: fated(talk.log, event.id, { is: 'refused' }), trouble: event.why }
    case 'they_type':
      return { ...talk, theyType: event.on && talk.view.state === 'open' }
    case 'read': {
      const readByCounsellor = Math.max(talk.view.readByCounsellor, event.seq)
      return { ...talk, view: { ...talk.view, readByCounsellor } }
    }
    case 'missing':
      return { ...talk, missing: event.on }
    case 'unreadable':
      return { ...talk, unreadable: true }
    case 'time_told':
      return { ...talk, timeTold: true }
    case 'asking_to_end':
      return { ...talk, askingToEnd: event.on }
    case 'staying':
      return { ...talk, staying: event.on }
    case 'tool':
      return { ...talk, tool: event.tool }
    case 'draft':
      return { ...talk, draft: event.length }
    case 'trouble':
      return { ...talk, trouble: event.why }
    case 'kept':
      return { ...talk, view: { ...talk.view, kept: true } }
    case 'surveyed':
    case 'forgetting':
    case 'keeping':
      return talk
  }
}

function onAfter(after: After, event: Inside): After {
  const calm = { ...after, trouble: undefined }
  if (event.type === 'surveyed') return { ...calm, survey: 'sent' }
  if (event.type === 'forgetting') return { ...calm, forgetting: event.how }
  if (event.type === 'keeping') return { ...calm, keeping: event.on }
  if (event.type === 'trouble') return { ...after, trouble: event.why, forgetting: 'no' }
  return after
}

/** A fresh view, with a line in the log for what a person would want to be told. */
function seen(talk: Talk, view: VisitView, alias: string | undefined): Talk {
  const readByCounsellor = Math.max(talk.view.readByCounsellor, view.readByCounsellor)
  const fresh = { ...view, readByCounsellor }
  const note = noteOn(talk, view, alias)
  const present = view.state === 'open'
  return {
    ...talk,
    view: fresh,
    alias,
    log: note ? [...talk.log, note] : talk.log,
    theyType: present && talk.theyType,
    askingToEnd: present && talk.askingToEnd,
    tool: view.state === 'waiting' ? talk.tool : undefined,
  }
}

function noteOn(talk: Talk, view: VisitView, alias: string | undefined): Note | undefined {
  const before = talk.view
  const id = `note-${talk.log.length}`
  const was = before.counsellor?.alias
  const is = view.counsellor?.alias
  if (view.state === 'waiting' && before.state === 'open') return { by: 'page', id, note: 'lost' }
  if (view.state !== 'open') return undefined
  if (before.state === 'waiting') {
    const earlier = talk.log.some((entry) => entry.by === 'page' && entry.note === 'lost')
    return { by: 'page', id, note: earlier ? 'took_over' : 'came', alias }
  }
  return was !== is && is !== undefined ? { by: 'page', id, note: 'took_over', alias } : undefined
}

/** One's own message as the server gives it back: after a reload, or after a lost answer. */
function heardOwn(talk: Talk, own: { id: string; text: string; seq: number }): Talk {
  const { id, text, seq } = own
  const fate = { is: 'stored', seq } as const
  if (talk.log.some((entry) => entry.id === id)) return { ...talk, log: fated(talk.log, id, fate) }
  return { ...talk, log: placed(talk.log, { by: 'visitor', id, text, fate }) }
}

function fated(
  log: readonly Entry[],
  id: string,
  fate: Extract<Entry, { by: 'visitor' }>['fate'],
): readonly Entry[] {
  return log.map((entry) =>
    entry.by === 'visitor' && entry.id === id ? { ...entry, fate } : entry,
  )
}

/** Where the server's order puts it: a message asked for again may be older than the last one. */
function placed(log: readonly Entry[], entry: Entry): readonly Entry[] {
  const seq = seqOf(entry) ?? 0
  let at = log.length
  while (at > 0) {
    const before = log[at - 1]
    const earlier = before && seqOf(before)
    if (before?.by === 'page' && before.note === 'now') break
    if (earlier === undefined ? !isOnItsWay(before) : earlier < seq) break
    at--
  }
  return [...log.slice(0, at), entry, ...log.slice(at)]
}

function seqOf(entry: Entry): number | undefined {
  if (entry.by === 'helpline') return entry.seq
  return entry.by === 'visitor' && entry.fate.is === 'stored' ? entry.fate.seq : undefined
}

function isOnItsWay(entry: Entry | undefined): boolean {
  return entry?.by === 'visitor' && entry.fate.is === 'on_its_way'
}
