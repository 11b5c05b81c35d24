import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test, type TestContext } from 'node:test'
import * as account from '@veilleuse/contract/account'
import * as desk from '@veilleuse/contract/desk'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import * as keys from '@veilleuse/contract/keys'
import * as visit from '@veilleuse/contract/visit'
import { may } from '@veilleuse/domain/access'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { aNight, type Night } from './night.fixture.ts'

leaks()

const endpoints = Object.values<unknown>({ ...account, ...desk, ...keys, ...visit }).filter(
  (one): one is Endpoint => typeof one === 'object' && one !== null && 'door' in one,
)
const MiB = 1024 * 1024
const id = '11111111-1111-4111-8111-111111111111'

test('a body of any depth and with any names is refused or read, and is never a fault', async (t) => {
  const night = await aNight(t)
  const { visitor, colleague } = await night.anOpenTalk()
  const administrator = await night.aColleague({ role: 'administrator', seat: 'off' })
  const deep = (open: string, close: string) => open.repeat(20_000) + '1' + close.repeat(20_000)
  const bodies = [
    deep('[', ']'),
    `{"line":${deep('[', ']')}}`,
    '['.repeat(60_000),
    '{"__proto__":{"line":"ecoute"}}',
    '{"a":{"__proto__":null}}',
    '{"constructor":{"prototype":{"may":"everything"}}}',
    '{"\\u005f_proto__":{"may":"everything"}}',
    '[]',
    'null',
    '"\\ud83d"',
    '"\\u0000"',
    '1e400',
    '\ufeff{}',
    '{"a":1,"a":2}}',
  ]
  let read = 0
  for (const { method, url, door, may: verb, body: schema } of endpoints) {
    if (!schema) continue
    const member = verb && may('counsellor', verb) ? colleague : administrator
    const token = door === 'visit' ? visitor.token : member.token
    for (const body of bodies) {
      const answer = await fetch(night.origin + url.replaceAll(/:\w+/g, id), {
        method,
        body,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      })
      ok(answer.status < 500, `${answer.status} of ${url} for ${body.slice(0, 60)}`)
      await answer.arrayBuffer()
      if (answer.status === 400) read += 1
    }
  }
  ok(read > 200, `${read} bodies were looked at`)
  equal('may' in {}, false)
  equal(night.logged().includes('incident'), false)
})

test('a body that lies about its length is refused, or waited for no longer than one that is honest', async (t) => {
  const night = await aNight(t)
  const head =
    'POST /api/visit/arrive HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n'
  const before = process.memoryUsage()
  for (const [says, status] of [
    ['content-length: 4294967296\r\n\r\n{}', 413],
    ['content-length: 9007199254740993\r\n\r\n{}', 413],
    ['content-length: 18446744073709551616\r\n\r\n{}', 400],
    ['content-length: -1\r\n\r\n{}', 400],
    ['content-length: 2\r\ncontent-length: 4\r\n\r\n{}', 400],
    ['content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}', 400],
    ['transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}', 400],
    // Nothing of the sort is ever taken into memory: the first bytes are too many already.
    [`transfer-encoding: chunked\r\n\r\nffffffff\r\n${'x'.repeat(100_000)}`, 413],
    // One byte less than there is: what is left over is no request.
    ['content-length: 1\r\n\r\n{}', 400],
  ] as const)
    equal(await statusOf(t, night, head + says), status, says.slice(0, 60))
  const after = process.memoryUsage()
  // One body is 64 KiB at most; what was announced is up to sixteen exabytes.
  const grown = after.arrayBuffers + after.external - before.arrayBuffers - before.external
  ok(grown < 32 * MiB, `${grown} bytes more`)
  equal(night.logged().includes('incident'), false)
})

test('a request that never comes to its end is given up, and so is a line on which nothing comes', async (t) => {
  const night = await aNight(t)
  const { server } = night.house.app
  // Half a minute as served; here it would be spent waiting.
  server.headersTimeout = 200
  server.requestTimeout = 200
  const begun = ['', 'G', 'GET / HTTP/1.1\r\nhost: local', 'POST /api/visit/arrive HTTP/1.1\r\n']
  const whole =
    'POST /api/visit/arrive HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n'
  const lines = [...begun, `${whole}content-length: 50\r\n\r\n{`].map((said) => {
    const line = connect(night.port, '127.0.0.1')
    t.after(() => line.destroy())
    line.on('error', () => {})
    line.write(said)
    return line
  })
  const told = lines.map(() => '')
  for (const [i, line] of lines.entries())
    line.setEncoding('latin1').on('data', (text: string) => (told[i] += text))
  await until(() => lines.every(({ destroyed, readableEnded }) => destroyed || readableEnded), {
    seconds: 15,
    called: 'the end of every line',
  })
  for (const said of told) if (said !== '') match(said, /^HTTP\/1\.1 408 /)
  deepEqual(night.incidents, [])
})

async function statusOf(t: TestContext, { port }: Night, request: string): Promise<number> {
  const line = connect(port, '127.0.0.1')
  t.after(() => line.destroy())
  line.on('error', () => {})
  let said = ''
  line.setEncoding('latin1').on('data', (text: string) => (said += text))
  await once(line, 'connect')
  line.write(request)
  await until(() => said.includes('\r\n\r\n'), { called: `an answer to ${request}` })
  return Number(said.split(' ')[1])
}
