import { deepEqual, match, ok } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { aDemo, root } from '../frame/demo.ts'

/** What is sent, and as what. */
type Sent = { readonly status: number; readonly policy: string; readonly body: Buffer }
type Lie = (sent: Sent, address: string) => Sent

const truth: Lie = (sent) => sent

const lies: Readonly<Record<string, { readonly lie: Lie; readonly told: RegExp }>> = {
  'a file with one byte changed': {
    lie: (sent, address) =>
      /^\/assets\/app-.*\.js$/.test(address) ? { ...sent, body: oneByteOther(sent.body) } : sent,
    told: /^✖ \/assets\/app-\w+\.js is [0-9a-f]{64}, the source builds [0-9a-f]{64}$/m,
  },
  'a file that is gone': {
    lie: (sent, address) =>
      /^\/desk\/assets\/.*\.css$/.test(address) ? { ...sent, status: 404 } : sent,
    told: /^✖ \/desk\/assets\/[\w-]+\.css answers 404$/m,
  },
  'a page that lies elsewhere': {
    lie: (sent, address) => (address === '/en/' ? { ...sent, status: 302 } : sent),
    told: /^✖ \/en\/ answers 302$/m,
  },
  'a desk with one more script': {
    lie: inPage('/desk/', '</body>', '<script src="/desk/assets/x.js"></script></body>'),
    told: /^✖ \/desk\/ is [0-9a-f]{64}, the source builds/m,
  },
  'a page that begins with other code': {
    lie: inPage('/fr/', '</script></body>', ';fetch("/x")</script></body>'),
    told: /^✖ \/fr\/: the script inside differs$/m,
  },
  'a page that names another app': {
    lie: inPage('/en/', 'data-app="/assets/', 'data-app="/assets/other-'),
    told: /^✖ \/en\/ holds data-app="\/assets\/other-/m,
  },
  'a page with code in a picture': {
    lie: inPage('/', '<main', '<img src="data:," onerror="x()"><main'),
    told: /^✖ \/ holds onerror=/m,
  },
  'a page that believes another root': {
    lie: inPage('/en/', 'data-root="', 'data-root="AAAA'),
    told: /^✖ the pages pin more than one root: .*none$/m,
  },
  'a policy that lets more in': {
    lie: (sent, address) =>
      address === '/fr/'
        ? { ...sent, policy: sent.policy.replace("script-src 'self'", "$& 'unsafe-inline'") }
        : sent,
    told: /^✖ \/fr\/ comes under another content policy: .*'unsafe-inline'/m,
  },
}

test('anybody can see whether a helpline serves what its source builds', async (t) => {
  let lie = truth
  const port = await behindALiar(t, (sent, address) => lie(sent, address))
  const origin = `http://localhost:${port.outside}`
  const demo = await aDemo({ environment: { PUBLIC_ORIGIN: origin } })
  t.after(() => demo.end())
  await demo.start()
  port.leadsTo(demo.port)

  await t.test('an honest one does', async () => {
    const { code, said } = await compared(origin)
    deepEqual([code, said.split('\n').length], [0, 3], said)
    match(said, /^The \d\d files and the visitor's page are what this checkout builds\.$/m)
    const [, words] = /^The root that its pages believe: ((?:\S+ ){5}\S+)$/m.exec(said) ?? []
    ok(words && readFileSync(path.join(demo.folder, 'demo-root.txt'), 'utf8').includes(words), said)
  })

  for (const [what, { lie: one, told }] of Object.entries(lies)) {
    await t.test(`${what} is named`, async () => {
      lie = one
      const { code, said } = await compared(origin)
      match(said, told)
      deepEqual(code, 1)
    })
  }
})

function inPage(page: string, before: string, after: string): Lie {
  return (sent, address) =>
    address === page
      ? { ...sent, body: Buffer.from(sent.body.toString().replace(before, after)) }
      : sent
}

function oneByteOther(body: Buffer): Buffer {
  const other = Buffer.from(body)
  other[other.length - 2] = (other.at(-2) ?? 0) ^ 1
  return other
}

/** As an operator or an auditor runs it: `npm run hashes -- <address>`. */
async function compared(origin: string): Promise<{ code: number | null; said: string }> {
  const program = path.join(root, 'tools/hashes/run.ts')
  const child = spawn(process.execPath, [program, origin], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, said }
}

/** A server in front of the helpline that may change what it passes on. */
async function behindALiar(t: TestContext, lie: Lie) {
  let to = 0
  const server = createServer((asked, answer) => {
    const { url = '/', headers } = asked
    const onward = request({
      port: to,
      path: url,
      headers: { ...headers, 'accept-encoding': 'identity' },
    })
    onward.on('response', (told) => {
      const policy = String(told.headers['content-security-policy'] ?? '')
      const parts: Buffer[] = []
      told.on('data', (part: Buffer) => parts.push(part))
      told.on('end', () => {
        const body = Buffer.concat(parts)
        const sent = lie({ status: told.statusCode ?? 502, policy, body }, url)
        answer.writeHead(sent.status, { 'content-security-policy': sent.policy }).end(sent.body)
      })
    })
    onward.on('error', () => answer.destroy()).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return {
    outside: (server.address() as AddressInfo).port,
    leadsTo: (port: number) => void (to = port),
  }
}
