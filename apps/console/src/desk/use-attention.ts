import { useEffect, useRef } from 'react'
import { useText } from '../text/text.tsx'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import { titleOf } from './attention.ts'
import type { Desk } from './desk.ts'
import { sound } from './sound.ts'

const voice = sound()

/** Title, sound and notification: what reaches a person who is looking elsewhere. */
export function useAttention(desk: Desk): void {
  const text = useText()
  const [{ volume }] = useSettings()
  const { picture, unread } = useStore(desk.state)
  const rings = picture.desk?.offers.length ?? 0
  const waiting = [...unread.values()].reduce((sum, n) => sum + n, 0)
  const loudness = useRef(volume)
  loudness.current = volume

  useEffect(() => {
    const wake = () => voice.wake()
    addEventListener('pointerdown', wake, { once: true })
    addEventListener('keydown', wake, { once: true })
    return () => {
      removeEventListener('pointerdown', wake)
      removeEventListener('keydown', wake)
    }
  }, [])
  useEffect(() => {
    document.title = titleOf(
      { rings, unread: waiting },
      { name: text.name, ringing: text.ringingTitle },
    )
    return () => {
      document.title = text.name
    }
  }, [rings, waiting, text])
  useEffect(() => {
    if (rings === 0) return undefined
    const ring = voice.ring(() => loudness.current)
    const told = notify(text.name, text.notification)
    return () => {
      ring.stop()
      told?.close()
    }
  }, [rings, text])
  const before = useRef(waiting)
  useEffect(() => {
    if (waiting > before.current && !document.hasFocus()) voice.chime(loudness.current)
    before.current = waiting
  }, [waiting])
}

/** Says that it rings and nothing else: others may see this screen. */
function notify(name: string, body: string): Notification | undefined {
  if (document.hasFocus() || !('Notification' in window)) return undefined
  if (Notification.permission !== 'granted') return undefined
  const told = new Notification(name, { body, tag: 'ring', requireInteraction: true })
  told.addEventListener('click', () => window.focus())
  return told
}
