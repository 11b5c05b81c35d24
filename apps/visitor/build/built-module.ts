import { bundle } from './bundle.ts'

/** Tests only: a module as the build would ship it, imported from memory. */
export async function builtModule<T>(source: string): Promise<T> {
  const entry = '\0entry'
  const [made] = await bundle(
    {
      input: entry,
      treeshake: true,
      plugins: {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
    },
    { format: 'es', codeSplitting: false },
  )
  const code = Buffer.from(made?.code ?? '').toString('base64')
  return (await import(`data:text/javascript;base64,${code}`)) as T
}
