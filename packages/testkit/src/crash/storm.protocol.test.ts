import { test } from 'node:test'
import { notEmpty, told } from './facts.ts'
import { shortPlan } from './plan.ts'
import { seedGiven } from './seed.ts'
import { storm } from './storm.ts'

test('P-34 server, database and network fail while people talk, and nothing acknowledged is lost, doubled or out of order', async (t) => {
  const plan = shortPlan(seedGiven())
  t.diagnostic(`seed ${plan.seed}`)
  const facts = await storm(t, plan)
  notEmpty(plan, facts)
  for (const line of told(facts)) t.diagnostic(line)
})
