/** Content policies of the pages. No inline code but what is named by its hash, no policy for it. */

const closed = "default-src 'none'; base-uri 'none'; object-src 'none'"
const noScriptSinks = "require-trusted-types-for 'script'; trusted-types 'none'"

export function visitPolicy(
  csp: { scripts: readonly string[]; styles: readonly string[] },
  sockets: string,
): string {
  const hashes = (list: readonly string[]) => list.map((hash) => ` '${hash}'`).join('')
  return [
    closed,
    `script-src 'self'${hashes(csp.scripts)}`,
    `style-src 'self'${hashes(csp.styles)}`,
    // Older Safari does not take 'self' for sockets.
    `connect-src 'self' ${sockets}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    noScriptSinks,
  ].join('; ')
}

export function deskPolicy(sockets: string): string {
  return [
    closed,
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${sockets}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "frame-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    noScriptSinks,
  ].join('; ')
}

/**
 * The hidden frame that stretches phrases: WebAssembly and a worker are allowed here and only here,
 * and only our own pages may frame it.
 */
export const keysmithPolicy = [
  closed,
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

/** The worker behind that frame: it computes, and talks to nobody but the frame. */
export const workerPolicy = `${closed}; script-src 'self' 'wasm-unsafe-eval'`
