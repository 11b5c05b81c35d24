import type { Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'

const step = { seconds: 30 }

/** What an authenticator app shows that has scanned this secret, so many half minutes from now. */
export function codeOf(secret: string, halfMinutes = 0): string {
  const timestamp = Date.now() + halfMinutes * step.seconds * 1000
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
}

/**
 * What is built into this browser's device: a fingerprint reader that knows its owner, with the
 * PRF extension that opens vaults.
 */
export async function aFingerprintReader(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf: true,
      automaticPresenceSimulation: true,
    },
  })
}
