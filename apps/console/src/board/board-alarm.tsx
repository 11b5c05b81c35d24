import { useEffect, useRef } from 'react'
import { sound } from '../desk/sound.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { go } from '../ui/route.ts'
import { howLong } from '../ui/said-time.ts'
import { useNow } from '../ui/use-now.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import { ringing, type Board } from './board.ts'
import css from './board-alarm.module.css'

const voice = sound()

/**
 * Somebody has said that they are in danger: it rings at whoever leads, in every room of the house
 * and while the desk is locked, until they have seen it.
 */
export function BoardAlarm({ board, locked = false }: { board: Board; locked?: boolean }) {
  const text = useText()
  const [{ language, volume }] = useSettings()
  const state = useStore(board.state)
  const now = useNow(1000, board.now)
  const alerts = ringing(state)
  const [first] = alerts
  const many = alerts.length
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
    if (many === 0) return undefined
    const ring = voice.ring(() => loudness.current)
    return () => ring.stop()
  }, [many])
  if (!first) return null
  const line = state.picture.board?.lines.find(({ id }) => id === first.line)
  return (
    <div className={css['alarm']}>
      <Notice
        tone="grave"
        title={text.board.alarm(many)}
        actions={
          !locked && (
            <>
              <Button size="small" onPress={() => go('board')}>
                {text.board.look}
              </Button>
              <Button size="small" look="main" onPress={() => board.see(alerts)}>
                {text.board.seen}
              </Button>
            </>
          )
        }
      >
        {line?.name[language]}, {text.board.since}{' '}
        {howLong(new Date(first.since).getTime(), now, text.time)}
      </Notice>
    </div>
  )
}
