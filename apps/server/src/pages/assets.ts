import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

export type Asset = {
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  /** As it travels, by the name of the packing; none for what is packed already. */
  readonly packed: Readonly<Record<string, () => Promise<Buffer>>>
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/**
 * A built folder, read once and held in memory: some hundred kilobytes that are sent thousands of
 * times. Packed when first asked for, beside the work: doing so at once would keep the door shut for
 * seconds. What is not in the list cannot be asked for, so no path can climb out of it.
 */
export function readAssets(folder: string): ReadonlyMap<string, Asset> {
  if (!existsSync(folder)) return new Map()
  return new Map(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && types[extname(entry.name)] !== undefined)
      .map((entry) => {
        const file = join(entry.parentPath, entry.name)
        return [file.slice(folder.length + 1), assetOf(readFileSync(file), extname(entry.name))]
      }),
  )
}

function assetOf(plain: Buffer, extension: string): Asset {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
  return {
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url')}"`,
    plain,
    packed:
      extension === '.woff2'
        ? {}
        : {
            br: once(() => promisify(brotliCompress)(plain, best)),
            gzip: once(() => promisify(gzip)(plain, { level: 9 })),
          },
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

/** Sends an asset whose name holds its hash: it never changes, so browsers may keep it. */
export function sendForever(request: FastifyRequest, reply: FastifyReply, asset: Asset) {
  reply.header('cache-control', 'public, max-age=31536000, immutable')
  return sendAsset(request, reply, asset)
}

export async function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset) {
  reply.header('etag', asset.etag).header('vary', 'accept-encoding').type(asset.type)
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send()
  const wish = wished(request.headers['accept-encoding'])
  const packing = ['br', 'gzip'].find((name) => wish.includes(name) && asset.packed[name])
  const packed = packing && (await asset.packed[packing]?.())
  if (!packed) return reply.send(asset.plain)
  return reply.header('content-encoding', packing).send(packed)
}

/**
 * What a browser wishes in a header of weighed wishes (RFC 9110, section 12.4.2), the dearest
 * first, without what it refuses.
 */
export function wished(header = ''): readonly string[] {
  return header
    .split(',')
    .map((one) => {
      const [name = '', ...traits] = one.split(';').map((part) => part.trim().toLowerCase())
      const weight = traits.find((trait) => trait.startsWith('q='))?.slice(2)
      return { name, weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ name }) => name)
}
