import { createServer, type Server } from 'node:http'
import type { TestContext } from 'node:test'
import { readDelivered, writeSaid } from '@veilleuse/contract/frame'
import { messageId } from '@veilleuse/contract/shapes'
import type { ConversationId, MessageId } from '@veilleuse/domain/ids'
import { uuidv7 } from '@veilleuse/sealing/bytes'
import { makeSigningPair, type SigningPair } from '@veilleuse/sealing/keys'
import { findVoice, sealMessage } from '@veilleuse/sealing/message'
import { type Channel, kinds } from '@veilleuse/sealing/wire'
import {
  aBareSocket,
  type BareSocket,
  boardHello,
  deskHello,
  portOf,
  visitorHello,
} from '@veilleuse/testkit/bare-socket'
import type { TestDatabase } from '@veilleuse/testkit/database'
import pg from 'pg'
import * as v from 'valibot'
import { openLiveBoard } from './board/jobs.ts'
import { boardDoor } from './board/socket.ts'
import { deskDoor } from './desk/socket.ts'
import { anEvening, type Colleague, type Page } from './evening.fixture.ts'
import { type Append, openAppend } from './platform/append.ts'
import type { Config } from './platform/config.ts'
import { openFeed } from './platform/feed.ts'
import type { House } from './platform/house.ts'
import { makeMetrics } from './platform/metrics.ts'
import { openSockets, type Patience } from './platform/socket.ts'
import { countNow } from './queue/store.ts'
import { openSwitchboard } from './switchboard.ts'
import { visitDoor } from './visit/socket.ts'

export type NightTraits = {
  readonly patience?: Partial<Patience>
  readonly settings?: Partial<Config>
  /** What stands between the sockets and the lanes. */
  readonly around?: (append: Append) => Append
}

export type Night = Awaited<ReturnType<typeof aNight>>

/** An evening with its sockets open, and nobody who keeps the deadlines. */
export async function aNight(t: TestContext, traits: NightTraits = {}) {
  const evening = await anEvening(t, traits.settings)
  const { house, database } = evening
  const incidents: unknown[] = []
  const server = await aServer({ house, server: house.app.server, database, incidents }, traits)
  const others: (() => Promise<void>)[] = []
  house.app.addHook('preClose', async () => {
    for (const close of [server.close, ...others]) await close()
  })
  await house.app.listen({ host: '127.0.0.1', port: 0 })
  // Somebody must be there for the line to be open; on a break, nobody is rung for.
  await evening.aColleague({ seat: 'break' })
  const port = portOf(house.app.server.address())
  const origin = `http://localhost:${port}`

  return {
    ...evening,
    board: server.board,
    port,
    origin,
    /** Ends the sockets as a server does that stops. */
    stop: server.endSockets,
    incidents,
    /** Another server on the same database; gives where it listens. */
    async anotherServer(): Promise<string> {
      const http = createServer()
      const another = await aServer({ house, server: http, database, incidents }, traits)
      await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
      others.push(async () => {
        await another.close()
        http.close()
      })
      return `http://localhost:${portOf(http.address())}`
    },
    /** A page that has said hello. */
    page({ token }: Page, seen = 0, at = origin): BareSocket {
      const socket = aBareSocket(t, `${at}/visit/socket`)
      socket.send(visitorHello(token, seen))
      return socket
    },
    /** A desk that has said hello. */
    deskOf({ token }: Colleague, seen: Record<string, number> = {}, at = origin): BareSocket {
      const socket = aBareSocket(t, `${at}/desk/socket`)
      socket.send(deskHello(token, seen))
      return socket
    },
    /** The live board of somebody who leads or plans, after its hello. */
    boardOf({ token }: Colleague, at = origin): BareSocket {
      const socket = aBareSocket(t, `${at}/board/socket`)
      socket.send(boardHello(token))
      return socket
    },
    /** Somebody waits, a colleague accepts: both, and their conversation. */
    async anOpenTalk() {
      const colleague = await evening.aColleague()
      const visitor = await evening.aVisitor()
      const id = await evening.accepts(colleague)
      return { colleague, visitor, id }
    },
    async stored(id: ConversationId) {
      const { rows } = await database.pool.query<{ seq: number; id: string }>(
        'select seq, id from message where conversation_id = $1 order by seq',
        [id],
      )
      return rows
    },
  }
}

type Parts = {
  readonly house: House
  readonly server: Server
  readonly database: TestDatabase
  readonly incidents: unknown[]
}

/** What a server has beyond its routes. */
async function aServer({ house, server, database, incidents }: Parts, traits: NightTraits) {
  const append = openAppend(database.config)
  const listen = async () => {
    const client = new pg.Client(database.config)
    client.on('error', () => {})
    await client.connect()
    return client
  }
  const feed = await openFeed(house.db, listen, (error) => void incidents.push(error))
  const metrics = makeMetrics(async () => ({
    ...(await countNow(house.db)),
    crowd: house.limits.crowd(),
  }))
  const lanes = traits.around?.(append) ?? append
  const board = await openSwitchboard(house, { append: lanes, feed, metrics })
  const { patience } = traits
  const live = openLiveBoard(house, feed, (error) => void incidents.push(error))
  const doors = [visitDoor(board), deskDoor(board), boardDoor(house, live)]
  const sockets = openSockets(server, doors, { ...house, ...(patience && { patience }) })
  return {
    board,
    endSockets: () => sockets.close(),
    async close() {
      sockets.close()
      live.close()
      board.close()
      await append.close()
      await feed.close()
    },
  }
}

export type Message = { readonly id: MessageId; readonly frame: Uint8Array<ArrayBuffer> }

/** Writes as a page's visitor does. */
export function writes({ id, started }: Page, session = 1) {
  return writer({ conversation: id, session, signing: started.signing })
}

/** Writes as a desk does; under a key of its own, as no server looks at it. */
export async function writesAtDesk(conversation: ConversationId) {
  return writer({ conversation, signing: await makeSigningPair({ extractable: false }) })
}

type Place = {
  readonly conversation: ConversationId
  readonly signing: SigningPair
  readonly session?: number
  readonly channel?: Channel
}

/** Seals words as a browser does. Nobody in these tests opens them. */
export function writer({ conversation, signing, session = 1, channel = 'pub' }: Place) {
  return async (text: string, id: string = uuidv7(new Date())): Promise<Message> => {
    const place = { conversation, session, channel, channelKey: new Uint8Array(32) }
    const voice = await findVoice(place, signing)
    const { envelope } = await sealMessage(voice, { kind: kinds.text, body: text, id })
    return { id: v.parse(messageId, id), frame: writeSaid(envelope) }
  }
}

/** The numbers of the messages that came, in the order they came. */
export function numbersOf(socket: BareSocket, conversation?: ConversationId): number[] {
  return socket.messages().flatMap((frame) => {
    const message = readDelivered(frame)
    if (!message) throw new Error('a delivered frame cannot be read')
    return conversation === undefined || message.conversation === conversation ? [message.seq] : []
  })
}

/** Answers to messages: `ack 3`, or the problem, in the order they came. */
export function answersOf(socket: BareSocket): string[] {
  return socket.came.flatMap((frame) => {
    if (frame instanceof Uint8Array) return []
    if (frame['type'] === 'ack') return [`ack ${String(frame['seq'])}`]
    return frame['type'] === 'problem' ? [String(frame['problem'])] : []
  })
}

/** The types of the frames that came, `message` for bytes, in the order they came. */
export function typesOf(socket: BareSocket): string[] {
  return socket.came.map((frame) =>
    frame instanceof Uint8Array ? 'message' : String(frame['type']),
  )
}
