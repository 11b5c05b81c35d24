import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { maxFrameBytes, writeSaid } from '@veilleuse/contract/frame'
import { aBareSocket, deskHello, visitorHello } from '@veilleuse/testkit/bare-socket'
import { leaks } from '@veilleuse/testkit/leaks'
import { aFrame, aRawSocket, opcodes } from '@veilleuse/testkit/raw-socket'
import { until } from '@veilleuse/testkit/until'
import { aNight, answersOf, type Night, writes } from '../night.fixture.ts'

leaks()

const hello = (token: string, seen = 0) => JSON.stringify(visitorHello(token, seen))
const MiB = 1024 * 1024
/** These sockets agree to no end. */
const patience = { closeSeconds: 0.1 }

test('P-07 numbers that count nothing end the socket, and nobody is asked for them', async (t) => {
  const night = await aNight(t, { patience })
  const { visitor, colleague, id } = await night.anOpenTalk()
  const none = ['-1', '9007199254740992', '9007199254740993', '1e400', '0.5', '"1"', 'null', '[1]']
  for (const number of none) {
    for (const frame of [`{"type":"read","seq":${number}}`, `{"type":"more","after":${number}}`])
      await endsAsMalformed(night.page(visitor), frame)
    for (const rest of [`"type":"read","seq":${number}`, `"type":"more","after":${number}`])
      await endsAsMalformed(night.deskOf(colleague), `{"conversation":"${id}",${rest}}`)
    const page = aBareSocket(t, `${night.origin}/visit/socket`)
    page.send(hello(visitor.token).replace('"seen":0', `"seen":${number}`))
    deepEqual(await page.ended(), malformed, number)
    const desk = aBareSocket(t, `${night.origin}/desk/socket`)
    desk.send(JSON.stringify(deskHello(colleague.token)).replace('{}', `{"${id}":${number}}`))
    deepEqual(await desk.ended(), malformed, number)
  }
  allQuiet(night)
})

test('P-08 the largest exact number is a number like others: whoever says it harms nobody', async (t) => {
  const night = await aNight(t, { patience })
  const { visitor, colleague, id } = await night.anOpenTalk()
  const most = Number.MAX_SAFE_INTEGER
  const page = night.page(visitor, most)
  const desk = night.deskOf(colleague, { [id]: most })
  await Promise.all([page.one('live'), desk.one('live')])
  page.send({ type: 'read', seq: most })
  page.send({ type: 'more', after: most })
  desk.send({ type: 'read', conversation: id, seq: most })
  desk.send({ type: 'more', conversation: id, after: most })
  await until(() => page.all('live').length === 2 && desk.all('live').length === 2)
  page.send((await writes(visitor)('still here')).frame)
  equal((await page.one('ack'))['seq'], 1)
  // Whoever asks from where there is nothing more is told so, and everything when they ask again.
  desk.send({ type: 'more', conversation: id, after: 0 })
  await until(() => desk.messages().length === 1)
  allQuiet(night)
})

test('P-07 JSON of any depth and with any names is a frame of the contract or none', async (t) => {
  const night = await aNight(t, { patience })
  const { visitor, colleague } = await night.anOpenTalk()
  const deep = (shape: string, end: string) => {
    const levels = Math.floor((maxFrameBytes - 100) / (shape.length + end.length))
    return `${shape.repeat(levels)}1${end.repeat(levels)}`
  }
  for (const wrong of [
    deep('[', ']'),
    deep('{"type":', '}'),
    `{"type":${deep('[', ']')}}`,
    '['.repeat(maxFrameBytes),
    '{"__proto__":{"type":"ping"}}',
    '{"constructor":{"prototype":{"type":"ping"}}}',
  ])
    await endsAsMalformed(night.page(visitor), wrong)
  const deskThatSaw = (seen: string) => {
    const desk = aBareSocket(t, `${night.origin}/desk/socket`)
    desk.send(JSON.stringify(deskHello(colleague.token)).replace('{}', `{${seen}}`))
    return desk
  }
  deepEqual(await deskThatSaw('"toString":1').ended(), malformed)
  await deskThatSaw('"__proto__":{"x":1},"constructor":1').one('welcome')

  const page = night.page(visitor)
  await page.one('live')
  for (const beside of [
    `"deep":${deep('[', ']')}`,
    '"__proto__":{"on":true}',
    '"constructor":{"prototype":{"on":true}}',
  ])
    page.send(`{"type":"ping",${beside}}`)
  await until(() => page.all('pong').length === 3)
  equal('on' in {}, false)
  allQuiet(night)
})

test('P-07 bytes that are no text end the socket', async (t) => {
  const night = await aNight(t, { patience })
  const visitor = await night.aVisitor()
  for (const [bytes, code] of [
    [Buffer.from('{"type":"\xff"}', 'latin1'), 1007],
    // Half a character, as UTF-8 would write it if it could.
    [Buffer.from([0x22, 0xed, 0xa0, 0xbd, 0x22]), 1007],
    // Zeros are text, and no frame.
    [Buffer.alloc(40), 4400],
    [Buffer.from('{"type":"ping"}\0'), 4400],
  ] as const) {
    const socket = await aRawSocket(t, `${night.origin}/visit/socket`)
    socket.write(aFrame(opcodes.text, { payload: hello(visitor.token) }))
    socket.write(aFrame(opcodes.text, { payload: bytes }))
    equal(await socket.ended(), code)
  }
  allQuiet(night)
})

test('P-25 an envelope whose lengths lie is malformed, takes no number, and stops nobody', async (t) => {
  const night = await aNight(t, { patience })
  const visitor = await night.aVisitor()
  const write = writes(visitor)
  const { frame } = await write('what is true')
  const page = night.page(visitor)
  await page.one('live')

  const lies: Uint8Array[] = [frame.subarray(0, -1), new Uint8Array([...frame, 0])]
  for (const at of lengthsIn(frame))
    for (const lie of [-1, 1, 0xffff_ffff, 0x8000_0000]) {
      const copy = frame.slice()
      const view = new DataView(copy.buffer)
      view.setUint32(at, lie > 1 ? lie : view.getUint32(at) + lie)
      lies.push(copy)
    }
  ok(lies.length > 50)
  for (const lie of lies) {
    // Nobody may send this many at once; the time between them passes on the test's own clock.
    night.clock.pass({ seconds: 1 })
    page.send(lie)
  }
  await until(() => page.all('problem').length === lies.length)
  deepEqual(new Set(answersOf(page)), new Set(['malformed']))

  page.send(frame)
  equal((await page.one('ack'))['seq'], 1)
  equal((await night.stored(visitor.id)).length, 1)
  allQuiet(night)
})

test('P-27 a frame that says it has four gigabytes ends the socket before any of it is kept', async (t) => {
  const night = await aNight(t, { patience })
  const visitor = await night.aVisitor()
  const before = process.memoryUsage()
  const lies = [2n ** 32n, 2n ** 32n + 1n, 2n ** 53n, 2n ** 63n, BigInt(2 * maxFrameBytes + 1)]
  for (const says of lies)
    for (const opcode of [opcodes.text, opcodes.binary]) {
      const socket = await aRawSocket(t, `${night.origin}/visit/socket`)
      socket.write(aFrame(opcodes.text, { payload: hello(visitor.token) }))
      socket.write(aFrame(opcode, { says, payload: 'and then not much' }))
      equal(await socket.ended(), 1009, String(says))
    }
  const after = process.memoryUsage()
  // What is announced would be four gigabytes each; what a socket costs is some kilobytes.
  const grown = after.arrayBuffers + after.external - before.arrayBuffers - before.external
  ok(grown < 32 * MiB, `${grown} bytes more`)
  allQuiet(night)
})

test('P-27 a frame one byte short is waited for, and its sender is gone with the line', async (t) => {
  const night = await aNight(t, { patience })
  const visitor = await night.aVisitor()
  const { frame } = await writes(visitor)('a word')
  const socket = await aRawSocket(t, `${night.origin}/visit/socket`)
  socket.write(aFrame(opcodes.text, { payload: hello(visitor.token) }))
  await until(() => night.board.hub.visitors.at(visitor.id).length === 1)
  socket.write(aFrame(opcodes.binary, { payload: frame, says: BigInt(frame.length + 1) }))
  // Half open: whoever says that nothing more comes has left, in the middle of a frame too.
  socket.halfClose()
  await until(() => night.board.hub.visitors.at(visitor.id).length === 0)
  deepEqual(await night.stored(visitor.id), [])
  allQuiet(night)
})

test('P-27 a message in pieces of one byte is heard; one in too many pieces ends the socket', async (t) => {
  const night = await aNight(t, { patience })
  const visitor = await night.aVisitor()
  const { frame } = await writes(visitor)('in crumbs')
  const socket = await aRawSocket(t, `${night.origin}/visit/socket`)
  socket.write(inPieces(opcodes.text, Buffer.from(hello(visitor.token))))
  // Between two pieces a client may ping.
  socket.write(inPieces(opcodes.binary, frame, aFrame(opcodes.ping, { payload: 'x' })))
  await until(async () => (await night.stored(visitor.id)).length === 1)

  socket.write(inPieces(opcodes.binary, writeSaid(new Uint8Array(20_000))))
  equal(await socket.ended(), 1008)

  // Pieces of nothing, without end, and pieces that are never brought to an end.
  const empty = await aRawSocket(t, `${night.origin}/visit/socket`)
  empty.write(aFrame(opcodes.text, { goesOn: true }))
  for (let i = 0; i < 2000; i++) empty.write(aFrame(opcodes.more, { goesOn: true }))
  equal(await empty.ended(), 1008)
  allQuiet(night)
})

test('P-28 whoever pings without end is ended like anybody who floods', async (t) => {
  const night = await aNight(t, { patience })
  const visitor = await night.aVisitor()
  const socket = await aRawSocket(t, `${night.origin}/visit/socket`)
  socket.write(aFrame(opcodes.text, { payload: hello(visitor.token) }))
  await until(() => socket.came.length > 0)
  const ping = aFrame(opcodes.ping, { payload: 'x'.repeat(125) })
  socket.write(Buffer.concat(Array.from({ length: 250 }, () => ping)))
  equal(await socket.ended(), 4429)

  // Before a word of hello, and without reading what is answered.
  const rude = await aRawSocket(t, `${night.origin}/visit/socket`)
  rude.stopReading()
  for (let i = 0; i < 1000; i++) rude.write(ping)
  await until(async () => (await connectionsTo(night)) === 0, { called: 'nobody connected' })
  await night.page(visitor).one('live')
  allQuiet(night)
})

const malformed = { code: 4400, reason: 'malformed' }

async function endsAsMalformed(socket: ReturnType<Night['page']>, frame: string) {
  await socket.one('welcome')
  socket.send(frame)
  deepEqual(await socket.ended(), malformed, frame.slice(0, 80))
}

function connectionsTo({ house }: Night): Promise<number> {
  return new Promise((told, failed) => {
    house.app.server.getConnections((error, many) => (error ? failed(error) : told(many)))
  })
}

/** Bad input is answered; it is no incident, and nothing is logged of it. */
function allQuiet({ incidents, logged }: Night) {
  deepEqual(incidents, [])
  equal(logged().includes('incident'), false)
}

function inPieces(opcode: 1 | 2, bytes: Uint8Array, between: Uint8Array = Buffer.alloc(0)): Buffer {
  const pieces = [...bytes].map((byte, i) =>
    aFrame(i === 0 ? opcode : opcodes.more, {
      payload: Uint8Array.of(byte),
      goesOn: i + 1 < bytes.length,
    }),
  )
  const [first = Buffer.alloc(0), ...others] = pieces
  return Buffer.concat([first, between, ...others])
}

/** Where in a said frame a length stands: before each field, and before each field of the header. */
function lengthsIn(frame: Uint8Array): readonly number[] {
  const view = new DataView(frame.buffer, frame.byteOffset)
  const fieldsFrom = (start: number, end: number) => {
    const found: number[] = []
    for (let at = start; at < end; at += 4 + view.getUint32(at)) found.push(at)
    return found
  }
  // One byte for the frame, three for what the object is; its first field is the header.
  const outer = fieldsFrom(4, frame.length)
  const [header = 0] = outer
  return [...outer, ...fieldsFrom(header + 7, header + 4 + view.getUint32(header))]
}
