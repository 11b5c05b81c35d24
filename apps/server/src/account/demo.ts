import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { roles } from '@veilleuse/domain/staff'
import * as v from 'valibot'
import { isLoopback } from '../platform/config.ts'
import type { House } from '../platform/house.ts'
import { change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import { meFor } from './present.ts'
import { openSession } from './session.ts'
import type { SignedIn } from './sign-in.ts'
import { accountByLogin, lockAccount } from './store.ts'

export type DemoPerson = v.InferOutput<typeof DemoPerson>

/** The people of the demo, for its buttons; `not_found` wherever there is no demo. */
export async function demoPeople(
  house: House,
  request: FastifyRequest,
): Promise<readonly DemoPerson[]> {
  if (!isAtDemo(house, request)) throw new Problem('not_found')
  return readDemoPeople(house)
}

/** Signs in without any proof: in the demo, at this machine, as one of the people it lists. */
export async function signInAsDemo(
  house: House,
  { login, request }: { login: string; request: FastifyRequest },
): Promise<SignedIn> {
  const people = await demoPeople(house, request)
  if (!people.some((person) => person.login === login)) throw new Problem('not_found')
  return change(house.db, async (tx) => {
    const known = await accountByLogin(tx, login)
    const account = known && (await lockAccount(tx, known.id))
    if (!account?.authHash) throw new Problem('not_found')
    const token = await openSession(tx, account.id, house.clock.now())
    return { token, me: await meFor(tx, account) }
  })
}

const DemoPerson = v.object({
  login: v.string(),
  alias: v.string(),
  role: v.picklist(roles),
  passphrase: v.string(),
})
const DemoFile = v.object({ people: v.array(DemoPerson) })

/**
 * Only from this machine, which the socket itself says, not a header; and only under a name of this
 * machine, so that no page on the net can reach it by a name that points here.
 */
function isAtDemo({ config }: House, { headers, socket }: FastifyRequest): boolean {
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']
  return (
    config.demo &&
    isThisMachine(socket.remoteAddress) &&
    isNameOfThisMachine(headers.host) &&
    !forwarded.some((header) => headers[header] !== undefined)
  )
}

function isThisMachine(address: string | undefined): boolean {
  return address !== undefined && isLoopback(address.replace(/^::ffff:/, ''))
}

function isNameOfThisMachine(host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(`http://${host}`).hostname)
}

/** The demo's own program writes the file; until it has, there is nobody. */
async function readDemoPeople({ config }: House): Promise<readonly DemoPerson[]> {
  const file = join(config.dataFolder, 'demo.json')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return []
  return v.parse(DemoFile, JSON.parse(text)).people
}
