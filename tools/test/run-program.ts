import { spawn } from 'node:child_process'
import { root } from '../lib/house.mjs'

export type Run = { readonly signal: AbortSignal; readonly env: Readonly<Record<string, string>> }

/** Runs Node on these arguments, showing what it says while it says it, and gives it back too. */
export async function runProgram(
  args: readonly string[],
  { signal, env }: Run,
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const end = () => child.kill('SIGTERM')
  signal.addEventListener('abort', end)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (said: string) => {
    output += said
    process.stdout.write(said)
  })
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve({ code: code ?? 1, output }))
    })
  } finally {
    signal.removeEventListener('abort', end)
  }
}
