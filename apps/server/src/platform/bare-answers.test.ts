import { equal, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { portOf } from '@veilleuse/testkit/bare-socket'
import { leaks } from '@veilleuse/testkit/leaks'
import { aNight } from '../night.fixture.ts'
import { https, protects, readHead, talksTo } from './headers.fixture.ts'
import { makeMetrics, serveMetrics } from './metrics.ts'

leaks()

const host = 'host: help.example'
const upgrade = `${host}\r\nconnection: Upgrade\r\nupgrade: websocket`
const key = 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=='
const version = 'sec-websocket-version: 13'

test('what is no HTTP, or not ours to answer, is answered with every header', async (t) => {
  const { port } = await aNight(t, { settings: { publicOrigin: https } })
  const sent: readonly (readonly [number, string])[] = [
    [400, 'no HTTP at all\r\n\r\n'],
    [400, 'GET / HTTP/9.9\r\n\r\n'],
    [400, `GET / HTTP/1.1\r\n${host}\r\ncontent-length: many\r\n\r\n`],
    [400, `POST / HTTP/1.1\r\n${host}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`],
    [400, `GET / HTTP/1.1\r\n${host}\r\nname with space: x\r\n\r\n`],
    [400, `BREW / HTTP/1.1\r\n${host}\r\n\r\n`],
    [431, `GET /?${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n\r\n`],
    [431, `GET / HTTP/1.1\r\n${host}\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`],
    // No host, an unknown expectation, an address that is none.
    [400, 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n'],
    [400, 'GET / HTTP/1.0\r\n\r\n'],
    [400, `POST / HTTP/1.1\r\n${host}\r\nexpect: the-moon\r\nconnection: close\r\n\r\n`],
    [400, `GET /%ff HTTP/1.1\r\n${host}\r\nconnection: close\r\n\r\n`],
    [
      400,
      `GET /api/visit/lines/${'a'.repeat(400)}/status HTTP/1.1\r\n${host}\r\nconnection: close\r\n\r\n`,
    ],
    [404, `TRACE /api/visit/leave HTTP/1.1\r\n${host}\r\nconnection: close\r\n\r\n`],
    [404, `HEAD /assets/nothing.js HTTP/1.1\r\n${host}\r\nconnection: close\r\n\r\n`],
  ]
  for (const [expected, request] of sent) {
    const { status, headers } = readHead(await talksTo(port, request))
    equal(status, expected, request.slice(0, 80))
    protects(headers, { url: '/api/', status })
  }
})

test('a socket that is not opened is refused with every header, one that is opened has them', async (t) => {
  const { port, stop } = await aNight(t, { settings: { publicOrigin: https } })
  const asked = (lines: string, url = '/visit/socket', method = 'GET') =>
    `${method} ${url} HTTP/1.1\r\n${upgrade}\r\n${lines}\r\n\r\n`
  const right = `${key}\r\n${version}`
  const refused: readonly (readonly [number, string])[] = [
    [404, asked(right, '/nowhere')],
    [404, asked(right, '/')],
    [404, asked(right, '/visit/socket?token=x')],
    [404, asked(`${right}\r\norigin: https://elsewhere.example`)],
    [404, asked(right).replace(host, 'host: elsewhere.example')],
    [404, asked(right).replace(`${host}\r\n`, '')],
    [400, asked(version)],
    [400, asked(`${version}\r\nsec-websocket-key: short`)],
    [400, asked(`${key}\r\nsec-websocket-version: 7`)],
    [400, asked(`${right}\r\nsec-websocket-protocol: ,,`)],
    [400, asked(right).replace('upgrade: websocket', 'upgrade: h2c')],
    [400, asked(right, '/desk/socket', 'POST')],
  ]
  for (const [expected, request] of refused) {
    const { status, headers } = readHead(await talksTo(port, request))
    equal(status, expected, request)
    protects(headers, { url: '/visit/socket', status })
  }

  const opened = connect(port, '127.0.0.1')
  opened.write(asked(right))
  const [first] = await once(opened, 'data')
  opened.destroy()
  const { status, headers } = readHead(String(first))
  equal(status, 101)
  protects(headers, { url: '/visit/socket', status })

  stop()
  const late = readHead(await talksTo(port, asked(right)))
  equal(late.status, 503)
  protects(late.headers, { url: '/visit/socket', status: 503 })
})

test('who asks while the server stops gets no answer without its headers', async (t) => {
  const { house, port } = await aNight(t, { settings: { publicOrigin: https } })
  const socket = connect(port, '127.0.0.1')
  let answers = ''
  socket.setEncoding('utf8').on('data', (said: string) => void (answers += said))
  const ask = () => socket.write(`GET /api/nowhere HTTP/1.1\r\n${host}\r\n\r\n`)
  ask()
  await once(socket, 'data')
  const closing = house.app.close()
  ask()
  await Promise.all([closing, once(socket, 'close')])
  const all = answers.split(/(?=HTTP\/1\.1 )/)
  for (const answer of all) {
    const { status, headers } = readHead(answer)
    protects(headers, { url: '/api/', status })
  }
  ok(all.length > 0)
})

test('the numbers for operators are told on this machine alone, with every header', async (t) => {
  const metrics = makeMetrics(() => Promise.resolve({ waiting: 0, open: 0, onShift: 0, crowd: 0 }))
  const server = await serveMetrics(metrics, 0)
  t.after(() => server.close())
  const port = portOf(server.address())
  const told: readonly (readonly [number, string, string])[] = [
    [200, '/metrics', '127.0.0.1'],
    [200, '/metrics', `localhost:${port}`],
    [404, '/', 'localhost'],
    [400, '/metrics', 'elsewhere.example'],
    [400, '/metrics', ']['],
  ]
  for (const [expected, url, name] of told) {
    const request = `GET ${url} HTTP/1.1\r\nhost: ${name}\r\nconnection: close\r\n\r\n`
    const { status, headers } = readHead(await talksTo(port, request))
    equal(status, expected, name + url)
    protects(headers, { url, status, origin: 'http://localhost' })
  }
})
