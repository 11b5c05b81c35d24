import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'

/** Sent with every answer, whatever its status; a page adds its own content policy. */
export const always = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  // Pages frame nothing of others and are framed by nobody, old browsers included.
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
} as const

/** On an https origin, browsers stay on https for two years. */
const staySecure = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }

export type Headers = Readonly<Record<string, string>>

export function headersFor(origin: string): Headers {
  return { ...always, ...(origin.startsWith('https:') && staySecure) }
}

export function sendHeaders(app: FastifyInstance, headers: Headers): void {
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(headers))
      if (!reply.hasHeader(name)) reply.header(name, value)
  })
}

/** Answers what never comes as far as Fastify's hooks, such as an address that is none. */
export function answerMalformed(response: ServerResponse, headers: Headers): void {
  response
    .writeHead(400, { ...headers, 'content-type': 'application/json; charset=utf-8' })
    .end('{"problem":"malformed"}')
}

/** Answers what could not even be read as HTTP: there is no reply to hang headers on. */
export function answerUnread(error: Error, socket: Socket, headers: Headers): void {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  answerBare(socket, unread[String(code)] ?? '400 Bad Request', headers)
}

/** An answer without words on a bare connection, and its end. */
export function answerBare(socket: Duplex, status: string, headers: Headers): void {
  const said = { ...headers, 'content-length': '0', connection: 'close' }
  socket.end(`HTTP/1.1 ${status}\r\n${linesOf(said).join('\r\n')}\r\n\r\n`, () => socket.destroy())
}

export function linesOf(headers: Headers): readonly string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
}

const unread: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}
