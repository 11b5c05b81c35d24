import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import './look/base.css'
import { keysmith } from './session/keysmith.ts'
import { sessionDoor } from './session/session.ts'
import { settings } from './ui/settings.ts'

const place = document.getElementById('desk')
if (!place) throw new Error('the page has no place for the desk')

const kept = settings(sessionStorage, navigator.languages)
const smith = keysmith(document)
const door = sessionDoor({ origin: location.origin, storage: sessionStorage, smith })
void door.start()

createRoot(place).render(
  <StrictMode>
    <App settings={kept} door={door} smith={smith} />
  </StrictMode>,
)
