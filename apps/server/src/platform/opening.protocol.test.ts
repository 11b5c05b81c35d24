import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { protocol } from '@veilleuse/contract/socket'
import { aBareSocket, deskHello, visitorHello } from '@veilleuse/testkit/bare-socket'
import { leaks } from '@veilleuse/testkit/leaks'
import { aNight, typesOf, writes } from '../night.fixture.ts'
import { newToken } from './ids.ts'

leaks()

test('P-01 an address with anything more than its path opens no socket', async (t) => {
  const { origin, page, aVisitor } = await aNight(t)
  const visitor = await aVisitor()
  for (const address of [
    '/visit/socket?seen=4',
    `/visit/socket?token=${visitor.token}`,
    '/visit/socket/',
    `/desk/socket?token=${visitor.token}`,
    '/',
    '/api/visit',
  ])
    deepEqual(await aBareSocket(t, `${origin}${address}`).ended(), { status: 404 }, address)

  await page(visitor).one('welcome')
})

test('P-02 a page of somebody else opens no socket', async (t) => {
  const settings = { publicOrigin: 'https://help.example' }
  const { origin } = await aNight(t, { settings })
  const own = { origin: 'https://help.example', host: 'help.example' }
  const opens = async (traits: { origin?: string; host?: string }) => {
    const socket = aBareSocket(t, `${origin}/visit/socket`, traits)
    socket.send('not a hello')
    return socket.ended()
  }

  const heard = { code: 4400, reason: 'malformed' }
  deepEqual(await opens(own), heard)
  // A program that is no browser says nothing of where it comes from.
  deepEqual(await opens({ host: 'help.example' }), heard)
  for (const foreign of [
    { ...own, origin: 'https://evil.example' },
    { ...own, origin: 'http://help.example' },
    { ...own, origin: 'https://help.example:8443' },
    { ...own, origin: 'null' },
    { ...own, host: 'evil.example' },
    { ...own, host: 'localhost' },
  ])
    deepEqual(await opens(foreign), { status: 404 }, JSON.stringify(foreign))
})

test('P-03 a socket that begins with anything but a hello ends with 4400', async (t) => {
  const { origin, aVisitor, anOpenTalk, deskOf, page } = await aNight(t)
  const visitor = await aVisitor()
  const { frame } = await writes(visitor)('first words')
  for (const first of [{ type: 'ping' }, { type: 'typing', on: true }, frame]) {
    const socket = aBareSocket(t, `${origin}/visit/socket`)
    socket.send(first)
    deepEqual(await socket.ended(), { code: 4400, reason: 'malformed' })
  }
  const { colleague, id } = await anOpenTalk()
  for (const first of [{ type: 'ping' }, { type: 'more', conversation: id, after: 0 }, frame]) {
    const socket = aBareSocket(t, `${origin}/desk/socket`)
    socket.send(first)
    deepEqual(await socket.ended(), { code: 4400, reason: 'malformed' })
  }

  // And one hello is enough.
  for (const [socket, hello] of [
    [page(visitor), visitorHello(visitor.token)],
    [deskOf(colleague), deskHello(colleague.token)],
  ] as const) {
    await socket.one('welcome')
    socket.send(hello)
    deepEqual(await socket.ended(), { code: 4400, reason: 'malformed' })
  }
})

test('P-04 a page that speaks another version is told so, and ended with 4400', async (t) => {
  const { origin, aVisitor, aColleague } = await aNight(t)
  const [visitor, colleague] = [await aVisitor(), await aColleague()]
  for (const [path, hello] of [
    ['/visit/socket', visitorHello(visitor.token)],
    ['/desk/socket', deskHello(colleague.token)],
  ] as const)
    for (const spoken of [protocol - 1, protocol + 1]) {
      const socket = aBareSocket(t, origin + path)
      socket.send({ ...hello, protocol: spoken })
      deepEqual(await socket.ended(), { code: 4400, reason: 'protocol_too_old' })
      deepEqual(typesOf(socket), [])
    }
})

test('P-05 a token that opens nothing at this door ends with 4401', async (t) => {
  const { page, deskOf, aVisitor, aColleague } = await aNight(t)
  const [visitor, colleague] = [await aVisitor(), await aColleague()]
  const signedOut = { code: 4401, reason: 'signed_out' }
  for (const token of [newToken(), colleague.token])
    deepEqual(await page({ ...visitor, token }).ended(), signedOut)
  for (const token of [newToken(), visitor.token])
    deepEqual(await deskOf({ ...colleague, token }).ended(), signedOut)
})

test('P-06 a socket that says nothing is ended, and may try again', async (t) => {
  const { origin, aVisitor, page } = await aNight(t, { patience: { helloSeconds: 0.2 } })
  deepEqual(await aBareSocket(t, `${origin}/visit/socket`).ended(), {
    code: 1013,
    reason: 'restarting',
  })
  const greeted = page(await aVisitor())
  await greeted.one('welcome')
  await new Promise((done) => setTimeout(done, 300))
  equal(greeted.isOpen(), true, 'who has said hello may be silent')
})

test('P-07 what is not JSON, or not a frame of the contract, ends the socket with 4400', async (t) => {
  const { page, deskOf, anOpenTalk, incidents, logged } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const shapes = ['{"type":', '', 'null', '[]', '{"type":"shout"}', '{"type":"typing"}']
  const atDesk = [
    `{"type":"more","conversation":"${id.toUpperCase()}","after":0}`,
    '{"type":"read","conversation":"nobody","seq":1}',
  ]
  const onPage = ['{"type":"more","after":-1}', '{"type":"read","seq":1.5}']
  for (const [opens, wrong] of [
    [() => page(visitor), [...shapes, ...onPage]],
    [() => deskOf(colleague), [...shapes, ...atDesk]],
  ] as const)
    for (const shape of wrong) {
      const socket = opens()
      await socket.one('welcome')
      socket.send(shape)
      deepEqual(await socket.ended(), { code: 4400, reason: 'malformed' }, shape)
    }
  deepEqual(incidents, [])
  equal(logged().includes('incident'), false)
})
