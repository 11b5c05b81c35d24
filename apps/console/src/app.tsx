import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Entrance } from './session/entrance.tsx'
import { DoorHere } from './session/use-session.tsx'
import { SignIn } from './session/sign-in.tsx'
import { CompareRoot } from './session/unlock.tsx'
import type { Keysmith } from './session/keysmith.ts'
import type { SessionDoor } from './session/session.ts'
import { useText } from './text/text.tsx'
import type { Settings } from './ui/settings.ts'
import type { Store } from './ui/store.ts'
import { SettingsHere } from './ui/use-settings.tsx'
import { useStore } from './ui/use-store.ts'

// Whoever signs in does not wait for what comes after.
const Enrol = lazy(async () => ({ default: (await import('./enrol/enrol.tsx')).Enrol }))
const Inside = lazy(async () => ({ default: (await import('./inside.tsx')).Inside }))

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1 } } })

type Props = { settings: Store<Settings>; door: SessionDoor; smith: Keysmith }

export function App({ settings, door, smith }: Props) {
  const { language, theme } = useStore(settings)
  const night = useNight()
  const [enrolling, setEnrolling] = useState(() => location.pathname.startsWith('/desk/enrol'))
  const shown = theme === 'system' ? (night ? 'dark' : 'light') : theme
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dataset['theme'] = shown
  }, [language, shown])
  return (
    <I18nProvider locale={language === 'fr' ? 'fr-FR' : 'en-GB'}>
      <SettingsHere is={settings}>
        <DoorHere is={door}>
          <QueryClientProvider client={queries}>
            <Suspense fallback={<Waiting />}>
              {enrolling ? (
                <Enrol door={door} smith={smith} onDone={() => setEnrolling(false)} />
              ) : (
                <Rooms door={door} smith={smith} />
              )}
            </Suspense>
          </QueryClientProvider>
        </DoorHere>
      </SettingsHere>
    </I18nProvider>
  )
}

function Rooms({ door, smith }: { door: SessionDoor; smith: Keysmith }) {
  const session = useStore(door.session)
  if (session.state === 'locked' && session.opening) return <Waiting />
  switch (session.state) {
    case 'starting':
      return <Waiting />
    case 'signed_out':
      return <SignIn door={door} lost={session.lost} />
    case 'comparing':
      return <CompareRoot door={door} root={session.root} />
    case 'locked':
    case 'open':
      // The desk stays while it is locked: it still rings.
      return <Inside door={door} smith={smith} session={session} />
  }
}

function Waiting() {
  const text = useText()
  return (
    <Entrance>
      <p role="status">{text.loading}</p>
    </Entrance>
  )
}

function useNight(): boolean {
  return useSyncExternalStore(
    (changed) => {
      night.addEventListener('change', changed)
      return () => night.removeEventListener('change', changed)
    },
    () => night.matches,
  )
}

const night = matchMedia('(prefers-color-scheme: dark)')
