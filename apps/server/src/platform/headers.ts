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
const staySecure = 'max-age=63072000; includeSubDomains'

export function sendHeaders(app: FastifyInstance, secure: boolean): void {
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(always))
      if (!reply.hasHeader(name)) reply.header(name, value)
    if (secure) reply.header('strict-transport-security', staySecure)
  })
}
