import { rolldown } from 'rolldown'
import type { OutputChunk, OutputOptions, RolldownOptions } from 'rolldown'
import { here } from './here.ts'

// Five years of telephones; what lacks more gets the page that works without script.
const browsers = ['safari15', 'chrome87', 'firefox85']

const transform = {
  target: browsers,
  // Fields are plain assignments; nothing in here has setters on a prototype.
  assumptions: { setPublicClassFields: true },
} as const satisfies RolldownOptions['transform']

/** Bundles for browsers, as small as it goes; the chunks, in a stable order. */
export async function bundle(
  options: RolldownOptions,
  output: OutputOptions,
): Promise<readonly OutputChunk[]> {
  const build = await rolldown({
    cwd: here('.'),
    platform: 'browser',
    treeshake: {
      moduleSideEffects: false,
      propertyReadSideEffects: false,
      // Helpers that only make schemas: a schema nobody reads by is left out.
      manualPureFunctions: ['bytes', 'exactBytes'],
    },
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message)
    },
    ...options,
    transform: { ...transform, ...options.transform },
    plugins: [withoutNodeCrypto, options.plugins],
  })
  const { output: made } = await build.generate({
    comments: false,
    hashCharacters: 'hex',
    minify: true,
    ...output,
  })
  await build.close()
  return made.filter((one) => one.type === 'chunk')
}

/** @hpke/core asks Node for WebCrypto where the browser has none: never here. */
const withoutNodeCrypto = {
  name: 'without-node-crypto',
  resolveId: (id: string) => (id === 'crypto' ? '\0no-crypto' : undefined),
  load: (id: string) => (id === '\0no-crypto' ? 'export const webcrypto = undefined' : undefined),
}
