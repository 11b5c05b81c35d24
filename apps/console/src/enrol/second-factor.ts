import { TOTP, URI } from 'otpauth'

// Far more than clocks are off, and still one wrong code of twenty-four thousand that passes: here a
// slip of the finger is told at once, and the server judges at the end.
const halfMinutes = 20

/**
 * By how many half minutes the app that shows this code is ahead of this browser's clock; undefined
 * when no app with this secret shows it. `now` is the browser's time.
 */
export function leadOf(code: string, address: string, now: Date): number | undefined {
  const given = { token: code, timestamp: now.getTime(), window: halfMinutes }
  return appOf(address).validate(given) ?? undefined
}

/** What the app shows by now: writing down twelve words takes longer than a code lasts. */
export function codeAfter(lead: number, address: string, now: Date): string {
  const app = appOf(address)
  return app.generate({ timestamp: now.getTime() + lead * app.period * 1000 })
}

function appOf(address: string): TOTP {
  const app = URI.parse(address)
  if (!(app instanceof TOTP)) throw new Error('the second factor is not one by time')
  return app
}
