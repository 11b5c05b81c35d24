import { bundle } from './bundle.ts'

/** The script inside the page: one piece, no imports. */
export async function buildBoot(): Promise<string> {
  const [boot] = await bundle(
    { input: 'src/boot.ts', treeshake: true },
    { format: 'iife', codeSplitting: false },
  )
  return boot?.code.trim() ?? ''
}
