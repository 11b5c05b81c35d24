import { call } from '@veilleuse/client/call'
import { signInAsDemo, signOut } from '@veilleuse/contract/account'
import { setSeat } from '@veilleuse/contract/desk'
import { lineStatus } from '@veilleuse/contract/visit'
import { expect } from '@playwright/test'
import type { Demo } from './demo.ts'

/** A story leaves nobody waiting and nobody with a conversation; then everybody goes home. */
export async function asFound({ origin }: Demo): Promise<void> {
  const waiting = async () =>
    (await call(origin, lineStatus, { params: { line: 'ecoute' } })).waiting
  // A page that has just been closed says so while it goes.
  await expect.poll(waiting, { message: 'people left waiting' }).toBe(0)
  for (const login of ['mina', 'noam', 'sacha']) {
    const { token } = await call(origin, signInAsDemo, { body: { login } })
    const { taken } = await call(origin, setSeat, { token, body: { state: 'off' } })
    expect(taken, `conversations left to ${login}`).toBe(0)
    await call(origin, signOut, { token })
  }
}
