/** The system's own Chromium, quiet: it asks nothing of anybody but our pages. */
export const browser = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
  ],
}

/** A young person in Paris. With fewer movements, so that pictures are the same each time. */
export const someone = {
  locale: 'fr-FR',
  timezoneId: 'Europe/Paris',
  reducedMotion: 'reduce',
} as const

export const phone = { viewport: { width: 390, height: 844 } }
export const screen = { viewport: { width: 1440, height: 900 } }
