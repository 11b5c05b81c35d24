import { createServer } from 'node:http'
import { writeDelivered } from '@veilleuse/contract/frame'
import { conversationId, messageId } from '@veilleuse/contract/shapes'
import { bytesToUuid } from '@veilleuse/sealing/bytes'
import { openAppend } from '@veilleuse/server/platform/append'
import * as v from 'valibot'
import { WebSocketServer, type WebSocket } from 'ws'
import { placeOfId } from './template.ts'

/**
 * A program of its own: sockets and the durable append, and nothing between them. No session, no
 * limit, no check, no order, no clock: each message is stored by the product's own statement in its
 * own lanes, acknowledged, and handed to the other end. What the product is measured against.
 */
const [databaseUrl = '', port = ''] = process.argv.slice(2)
const append = openAppend({ connectionString: databaseUrl })
const ends = new Map<string, Set<WebSocket>>()

const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket) => {
  socket.on('message', (frame: Buffer, binary) => {
    if (binary) void store(frame, socket)
    else hello(frame.toString(), socket)
  })
})
server.listen(Number(port), '127.0.0.1', () => process.send?.({ ready: true }))
process.on('disconnect', () => process.exit(0))

/** Names the conversations it takes part in, with blanks between. */
function hello(text: string, socket: WebSocket) {
  for (const id of text.split(' ')) ends.set(id, (ends.get(id) ?? new Set()).add(socket))
  socket.send('{"type":"welcome"}')
}

async function store(frame: Buffer, from: WebSocket) {
  const conversation = v.parse(conversationId, uuidAt(frame, placeOfId.conversation))
  const id = v.parse(messageId, uuidAt(frame, placeOfId.message))
  const envelope = frame.subarray(1)
  const { seq, at } = await append.append({ conversation, id, author: undefined, envelope })
  from.send(`{"type":"ack","id":"${id}","seq":${seq}}`)
  const delivered = writeDelivered({ seq, at, by: 'visitor', conversation, envelope })
  for (const end of ends.get(conversation) ?? []) if (end !== from) end.send(delivered)
}

function uuidAt(frame: Buffer, at: number): string {
  return bytesToUuid(frame.subarray(at, at + 16))
}
