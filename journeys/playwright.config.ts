import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { browser } from './frame/browser.ts'

// One worker, one helpline: the stories follow one another as on a quiet evening.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: path.join(tmpdir(), 'veilleuse-journeys'),
  preserveOutput: 'failures-only',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 150_000,
  // Long for a person, short for a machine that does much else.
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    launchOptions: browser,
    screenshot: 'only-on-failure',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
  },
})
