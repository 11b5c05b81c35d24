import { root, say } from '../lib/house.mjs'
import { sha256 } from '../lib/hashes.mjs'
import { compareServed, type Comparison } from './compare.ts'
import { builtPageCode, servedFiles } from './served.ts'

// Run by tools/hashes.mjs; with the address of a helpline, compares.
const [address] = process.argv.slice(2)
const files = servedFiles(root)
if (address === undefined) {
  for (const [file, hash] of files) say(`${hash}  ${file}`)
  for (const { tag, text } of builtPageCode(root).inline) say(`${sha256(text)}  / <${tag}>`)
} else if (!/^https?:\/\/[^/]+\/?$/.test(address)) {
  say(`${address} is no address of a helpline: it looks like https://help.example`)
  process.exitCode = 2
} else {
  const { faults, pins } = await differences(new URL(address).origin)
  for (const fault of faults) say(`✖ ${fault}`)
  say(
    faults.length > 0
      ? 'This is not what this checkout builds: see docs/operate/compare.md.'
      : `The ${files.size} files and the visitor's page are what this checkout builds.`,
  )
  for (const words of pins) say(`The root that its pages believe: ${words}`)
  if (faults.length > 0) process.exitCode = 1
}

async function differences(origin: string): Promise<Comparison> {
  try {
    return await compareServed(origin, root)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const why = cause instanceof Error ? cause.message : String(cause)
    return { faults: [`${origin} cannot be asked: ${why}`], pins: [] }
  }
}
