import { rolldown } from 'rolldown'
import type { OutputChunk, OutputOptions, RolldownOptions } from 'rolldown'
import { here } from './here.ts'
import { onlyAsking } from './only-asking.ts'
import { onlySealing } from './only-sealing.ts'

const transform = {
  // As far as shipped code uses it, this is Safari 15, Chrome 87, Firefox 85 and what came after;
  // what is older gets the page that works without script.
  target: 'es2022',
  // Shorter than the automatic runtime.
  jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
  inject: { h: ['preact', 'h'], Fragment: ['preact', 'Fragment'] },
  typescript: { removeClassFieldsWithoutInitializer: true },
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
      if (level === 'warn' && log.code !== 'CONFIGURATION_FIELD_CONFLICT')
        throw new Error(log.message)
    },
    ...options,
    transform: { ...transform, ...options.transform },
    plugins: [leanSchemas, onlyAsking, onlySealing, options.plugins],
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

const leanSchemas = {
  name: 'lean-schemas',
  resolveId: (id: string) => (id === 'valibot' ? here('src/lean-schemas.ts') : undefined),
}
