import { call } from '@veilleuse/client/call'
import { signInAsDemo } from '@veilleuse/contract/account'
import { setSeat } from '@veilleuse/contract/desk'
import { lineId } from '@veilleuse/contract/shapes'
import type { SeatState } from '@veilleuse/domain/conversation'
import { fromBase64url, utf8 } from '@veilleuse/sealing/bytes'
import { importBoxPair, importSigningPair } from '@veilleuse/sealing/keys'
import { readPhrase } from '@veilleuse/sealing/phrase'
import { openVault } from '@veilleuse/sealing/vault'
import { french } from '@veilleuse/sealing/words/french'
import { aDesk, type TestCounsellor } from '@veilleuse/testkit/counsellor'
import type { Member } from '@veilleuse/testkit/member'
import { until } from '@veilleuse/testkit/until'
import * as v from 'valibot'
import type { Demo } from './demo.ts'

/** Somebody of the team without a screen, for stories that are about the visitor alone. */
export type Colleague = TestCounsellor & {
  /** Takes the next ring; gives the conversation. */
  acceptNext(): Promise<string>
  sit(state: SeatState): Promise<void>
  goHome(): Promise<void>
}

/** `origin` where they come in by another way than straight to the house. */
export async function aColleague(
  house: Demo,
  login: string,
  origin = house.origin,
): Promise<Colleague> {
  const member = await aMember(house, login, origin)
  const { token } = member
  const desk = await aDesk(origin, { member, pin: member.contents.root })
  return {
    ...desk,
    async acceptNext() {
      const offer = await until(() => desk.offers()[0], { called: `a ring at ${login}’s desk` })
      return desk.accept(offer)
    },
    async sit(state) {
      await call(origin, setSeat, { token, body: { state } })
    },
    async goHome() {
      desk.leave()
      await call(origin, setSeat, { token, body: { state: 'off' } })
    },
  }
}

/** The same person with their vault open, before they take a seat. */
export async function aMember(house: Demo, login: string, origin = house.origin): Promise<Member> {
  const { token, me } = await call(origin, signInAsDemo, { body: { login } })
  const read = await readPhrase(house.person(login).recovery, french)
  if (read.state !== 'read') throw new Error(`The recovery words of ${login} do not read`)
  const way = { kind: 'recovery', id: utf8('recovery'), secret: read.entropy } as const
  const contents = await openVault(fromBase64url(me.vault), way)
  return {
    me,
    token,
    login,
    contents,
    line: v.parse(lineId, me.lines[0]?.id),
    signing: await importSigningPair(contents.signing, { extractable: false }),
    box: await importBoxPair(contents.box, { extractable: false }),
    // How to sign in again, which is not done here.
    auth: '',
    ways: [way, way],
    code: () => '',
  }
}
