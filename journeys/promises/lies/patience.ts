import { expect as expectSoon } from '@playwright/test'

/** Long for a person, short for a machine that does much else. */
export const expect = expectSoon.configure({ timeout: 20_000 })
