import { cpus } from 'node:os'
import { notEmpty, told } from './facts.ts'
import { longPlan, type Trouble, troubles } from './plan.ts'
import { seedGiven } from './seed.ts'
import { storm } from './storm.ts'

/**
 * `npm run proof`: a hundred conversations, and twenty times each trouble; with names of troubles
 * only those, with a number that often. Ends with 1 when something was lost, and says how to try the
 * same again.
 */
const isNumber = (argument: string) => /^\d+$/.test(argument)
const given = process.argv.slice(2)
const times = Number(given.find(isNumber) ?? 20)
const wanted = given.filter((one) => !isNumber(one))
const chosen = troubles.filter((trouble) => wanted.length === 0 || wanted.includes(trouble))
const unknown = wanted.filter((one) => !troubles.some((trouble) => trouble === one))
if (unknown.length > 0) {
  say(`No such trouble: ${unknown.join(', ')}. There are ${troubles.join(', ')}.`)
  process.exit(2)
}
const seed = seedGiven()
say(`seed ${seed}, ${cpus().length} processors, Node ${process.version}`)
// What a client cannot bear is nobody's answer, and ends everything.
process.on('unhandledRejection', (error) => {
  say(`✖ ${error instanceof Error ? error.stack : String(error)}`)
  say(`  again: SEED=${seed} npm run proof -- ${chosen.join(' ')} ${times}`)
  process.exit(1)
})
for (const trouble of chosen) if (!(await holds(trouble))) process.exitCode = 1
process.exit()

async function holds(trouble: Trouble): Promise<boolean> {
  const undoing: (() => void | Promise<void>)[] = []
  const plan = longPlan(seed, trouble, times)
  const began = performance.now()
  say(`\n— ${trouble}`)
  try {
    const facts = await storm({ after: (undo) => void undoing.push(undo) }, plan)
    for (const line of told(facts)) say(`  ${line}`)
    notEmpty(plan, facts)
    say(`✔ nothing lost in ${Math.round((performance.now() - began) / 1000)} s`)
    return true
  } catch (error) {
    say(`✖ ${error instanceof Error ? error.stack : String(error)}`)
    say(`  again: SEED=${seed} npm run proof -- ${trouble} ${times}`)
    return false
  } finally {
    for (const undo of undoing.toReversed()) await undo()
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
