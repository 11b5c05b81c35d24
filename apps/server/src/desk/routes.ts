import * as contract from '@veilleuse/contract/desk'
import { seesAgain } from '@veilleuse/contract/seat'
import { certificatesOf, conversationRow } from '../conversation/store.ts'
import type { House } from '../platform/house.ts'
import { route } from '../platform/route.ts'
import { dismiss } from '../queue/actions.ts'
import { heldConversation, readable } from './access.ts'
import {
  acceptOffer,
  closeConversation,
  declineOffer,
  endConversation,
  setLimit,
  setSeesAgain,
  setRisk,
  setSeat,
  speakAgain,
  writeNote,
} from './actions.ts'
import { seatForDesk, wrapForDesk } from './present.ts'
import { notesOf, phrasesOf, seatOf, wrapsOf } from './store.ts'

export function deskRoutes(house: House): void {
  const { db } = house
  route(house, contract.setSeat, ({ session, body }) => setSeat(house, session, body.state))
  route(house, contract.setLimit, ({ session, body }) => setLimit(house, session, body.limit))
  route(house, seesAgain, ({ session, body }) => setSeesAgain(house, session, body.on))
  route(house, contract.leaveSeat, async ({ session }) => {
    await dismiss(house, session.staff)
    return seatForDesk(await seatOf(db, session.staff))
  })
  route(house, contract.acceptOffer, ({ session, params, body }) =>
    acceptOffer(house, session, { offer: params.id, ...body }),
  )
  route(house, contract.declineOffer, async ({ session, params }) => {
    await declineOffer(house, session, params.id)
    return {}
  })
  route(house, contract.conversationKeys, async ({ session, params }) => {
    const chain = await readable(db, session, params.id)
    const earlier = []
    for (const id of chain.slice(0, -1)) {
      const row = await conversationRow(db, id)
      if (!row || row.erased_at) continue
      const certificates = await certificatesOf(db, id)
      earlier.push({
        conversation: id,
        opening: row.opening.toString('base64url'),
        session: row.session,
        certificates: certificates.map((body) => body.toString('base64url')),
      })
    }
    const certificates = await certificatesOf(db, params.id)
    return {
      keys: (await wrapsOf(db, chain)).map(wrapForDesk),
      certificates: certificates.map((body) => body.toString('base64url')),
      earlier,
    }
  })
  route(house, contract.speakAgain, async ({ session, params, body }) => {
    await speakAgain(house, session, { id: params.id, ...body })
    return {}
  })
  route(house, contract.setRisk, ({ session, params, body }) =>
    setRisk(house, session, { id: params.id, ...body }),
  )
  route(house, contract.endConversation, ({ session, params, body }) =>
    endConversation(house, session, { id: params.id, ...body }),
  )
  route(house, contract.closeConversation, async ({ session, params, body }) => {
    await closeConversation(house, session, { id: params.id, ...body })
    return {}
  })
  route(house, contract.notes, async ({ session, params }) => {
    await heldConversation(db, session, params.id)
    const found = await notesOf(db, await readable(db, session, params.id))
    return {
      notes: found.map((note) => ({
        id: note.id,
        at: note.at.toISOString(),
        by: note.staff_id,
        envelope: note.envelope.toString('base64url'),
      })),
    }
  })
  route(house, contract.writeNote, ({ session, params, body }) =>
    writeNote(house, session, { id: params.id, ...body }),
  )
  route(house, contract.phrases, async ({ session }) => ({
    phrases: (await phrasesOf(db, session.lines)).map(({ line_id: line, ...phrase }) => ({
      ...phrase,
      line,
    })),
  }))
}
