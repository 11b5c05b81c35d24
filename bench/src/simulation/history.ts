import { limitNow } from '@veilleuse/domain/conversation'
import { paceOf, type Recent, remembered } from '@veilleuse/domain/pace'
import type { Pace } from '@veilleuse/domain/wait'
import type { News, Scene } from './day.ts'
import { type Contact, seatOf } from './people.ts'

/** What a line knows of its own last hours, as the server reads it from its tables. */
export type History = {
  hear(news: News): void
  paceAt(scene: Scene): Pace
}

export function makeHistory(): History {
  const lengths: number[] = []
  const waits: { minutes: number; left: boolean }[] = []
  const began = new Map<Contact, number>()
  let pressing: { at: number; urgency: 'high' | 'danger' }[] = []
  return {
    hear({ type, at, contact }) {
      if (!contact) return
      if (type === 'arrived' && contact.urgency !== 'usual')
        pressing.push({ at, urgency: contact.urgency })
      if (type === 'answered') {
        began.set(contact, at)
        keep(waits, { minutes: at - contact.arrived, left: false })
      }
      if (type === 'left') keep(waits, { minutes: at - contact.arrived, left: true })
      if (type === 'ended') keep(lengths, at - (began.get(contact) ?? at))
      if (type === 'ended' || type === 'returned') began.delete(contact)
    },
    paceAt({ now, chairs }) {
      pressing = pressing.filter(({ at }) => at > now - 60)
      const many = (urgency: 'high' | 'danger') =>
        pressing.filter((one) => one.urgency === urgency).length
      const recent: Recent = {
        lengths,
        waits,
        pressing: { high: many('high'), danger: many('danger') },
      }
      const seats = chairs
        .filter((chair) => chair.here && chair.state === 'available')
        .map((chair) => seatOf(chair))
      const slots = seats.reduce((sum, seat) => sum + limitNow(seat), 0)
      const taken = seats.reduce((sum, seat) => sum + Math.min(seat.taken, limitNow(seat)), 0)
      return paceOf(recent, { slots, free: slots - taken })
    },
  }
}

function keep<One>(list: One[], one: One): void {
  list.push(one)
  if (list.length > remembered) list.shift()
}
