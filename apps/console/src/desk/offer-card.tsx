import type { OfferView } from '@veilleuse/contract/desk'
import { History, Phone, Volume2, VolumeX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useText } from '../text/text.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { howLong } from '../ui/said-time.ts'
import { useDoing } from '../ui/trouble.ts'
import { useNow } from '../ui/use-now.ts'
import { useSettings } from '../ui/use-settings.tsx'
import type { Desk } from './desk.ts'
import css from './offer-card.module.css'
import { secondsLeft } from './ring.ts'
import { isWriting } from './shortcuts.ts'

type Props = {
  desk: Desk
  offer: OfferView
  /** In the middle of an empty desk, beside the conversations, or over them where there is no room. */
  where: 'middle' | 'beside' | 'over'
}

/**
 * A ring. It stands over the desk without stopping the work below: somebody in the middle of a
 * sentence to a child goes on writing, and the focus is theirs.
 */
export function OfferCard({ desk, offer, where }: Props) {
  const text = useText()
  const words = text.desk.offer
  const [{ volume, singleKeys }, set] = useSettings()
  const now = useNow(250, () => desk.now().getTime())
  const left = secondsLeft(offer.expiresAt, now)
  const whole = useRef(Math.max(1, left))
  const accept = useRef<HTMLDivElement>(null)
  const answering = useDoing()

  useEffect(() => {
    if (!isWriting(document.activeElement)) accept.current?.querySelector('button')?.focus()
  }, [])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = isWriting(event.target) || !singleKeys
      if (event.ctrlKey || event.metaKey || event.altKey !== typing) return
      const key = event.code === 'KeyA' ? 'a' : event.code === 'KeyD' ? 'd' : ''
      // By the letter where it is printed, by its place where Alt changes the letter.
      const said = event.altKey ? key : event.key.toLowerCase()
      if (said !== 'a' && said !== 'd') return
      event.preventDefault()
      answering.run(() => (said === 'a' ? desk.accept(offer) : desk.decline(offer)))
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })

  return (
    <section className={css['card']} data-where={where} aria-labelledby="ring">
      {/* Read out once: the card itself changes every second. */}
      <span role="alert" className="hear-only">
        {words.title}. {singleKeys ? words.keys : words.keysAlt}.
      </span>
      <span className={css['lamp']} aria-hidden>
        <span />
        <span />
        <Phone size={26} />
      </span>
      <div className={css['words']}>
        <h2 id="ring" className={css['title']}>
          {words.title}
        </h2>
        <p className={css['about']}>
          <span>{words.waited(howLong(new Date(offer.arrivedAt).getTime(), now, text.time))}</span>
          <span>{text.desk.conversation.languages[offer.language]}</span>
          <span>
            {offer.session > 1 && <History size={15} aria-hidden />}{' '}
            {offer.session > 1 ? words.returning(offer.session) : words.firstTime}
          </span>
        </p>
      </div>
      <div className={css['actions']} ref={accept}>
        <Button
          look="main"
          size="large"
          busy={answering.busy}
          onPress={() => answering.run(() => desk.accept(offer))}
        >
          {words.accept}
        </Button>
        <Button size="large" onPress={() => answering.run(() => desk.decline(offer))}>
          {words.decline}
        </Button>
        <IconButton
          label={volume > 0 ? text.mute : text.unmute}
          onPress={() => set({ volume: volume > 0 ? 0 : 0.7 })}
        >
          {volume > 0 ? <Volume2 size={20} aria-hidden /> : <VolumeX size={20} aria-hidden />}
        </IconButton>
      </div>
      <p className={css['left']}>
        <progress max={whole.current} value={left} aria-label={words.left(left)} />
        <span aria-hidden>{words.left(left)}</span>
        <span className={css['keys']} aria-hidden>
          {singleKeys ? words.keys : words.keysAlt}
        </span>
      </p>
      {answering.trouble && <Notice tone="grave">{answering.trouble}</Notice>}
    </section>
  )
}
