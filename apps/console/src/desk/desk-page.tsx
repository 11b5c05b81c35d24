import { useEffect, useState } from 'react'
import { askConversation } from '../conversation/asked.ts'
import { Conversation } from '../conversation/conversation.tsx'
import type { Keyring } from '../session/keyring.ts'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { useMedia } from '../ui/use-media.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import { Banners } from './banners.tsx'
import css from './desk-page.module.css'
import { Empty } from './empty.tsx'
import { OfferCard } from './offer-card.tsx'
import { Queue } from './queue.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { deskKey, isWriting } from './shortcuts.ts'
import { Switcher } from './switcher.tsx'
import { useAttention } from './use-attention.ts'
import { useDesk } from './use-desk.tsx'

/** The counsellor's whole work on one page: who waits, who is here, and what rings. */
export function DeskPage({ door, keyring }: { door: SessionDoor; keyring: Keyring }) {
  const desk = useDesk()
  const text = useText()
  const { picture, rooms, places } = useStore(desk.state)
  const [wanted, want] = useState<string>()
  const [help, setHelp] = useState(false)
  const wide = useMedia('(min-width: 1000px)')
  // A telephone, or a screen at 200 %: the queue is one line there, and opens on demand.
  const tight = useMedia('(max-width: 999px) and (max-height: 700px), (max-width: 600px)')
  const roomy = useMedia('(min-width: 1240px)')
  useAttention(desk)

  const view = picture.desk
  const held = (view?.conversations ?? [])
    .filter(({ id }) => rooms.has(id))
    .toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
  const active = held.some(({ id }) => id === wanted) ? wanted : held[0]?.id
  const front = held.find(({ id }) => id === active)
  const sideBySide = roomy ? 3 : wide ? 2 : 1
  const shown = held.length <= sideBySide ? held : held.filter(({ id }) => id === active)

  useKeys(door, {
    place: front ? (places.get(front.id) ?? 1) : undefined,
    bring: (place) => {
      const there = held.find(({ id }) => places.get(id) === place)
      if (there) want(there.id)
      // The conversation may have to come to the front before it can be written in.
      setTimeout(() => askConversation(place, 'write'))
    },
    help: () => setHelp(true),
  })

  if (!view)
    return (
      <p className={css['waiting']} role="status">
        {text.loading}
      </p>
    )
  const [offer] = view.offers
  const where = held.length === 0 ? 'middle' : wide ? 'beside' : 'over'
  const ring = offer && <OfferCard key={offer.id} desk={desk} offer={offer} where={where} />
  return (
    <div className={css['desk']} data-live={picture.connection === 'live'}>
      {/* Focusable because it scrolls on small screens. */}
      <aside className={css['rail']} aria-label={text.desk.queue.title} tabIndex={0}>
        {where === 'beside' && ring}
        <Queue desk={desk} view={view} folded={tight} />
      </aside>
      <main className={css['main']}>
        <h1 className="hear-only">{text.office.nav.desk}</h1>
        <Banners desk={desk} door={door} keyring={keyring} />
        {where === 'over' && ring}
        {held.length > sideBySide && (
          <Switcher desk={desk} conversations={held} active={active} onChoose={want} />
        )}
        {where === 'middle' ? (
          <div className={css['middle']}>
            {ring ?? <Empty desk={desk} view={view} keyring={keyring} />}
          </div>
        ) : (
          <div className={css['rooms']} data-count={shown.length}>
            {shown.map((conversation) => {
              const room = rooms.get(conversation.id)
              return (
                room && (
                  <Conversation
                    key={conversation.id}
                    desk={desk}
                    conversation={conversation}
                    room={room}
                    place={places.get(conversation.id) ?? 1}
                    active={conversation.id === active}
                    onActive={() => want(conversation.id)}
                  />
                )
              )
            })}
          </div>
        )}
      </main>
      <ShortcutSheet open={help} onClose={() => setHelp(false)} />
    </div>
  )
}

type Keys = { place: number | undefined; bring: (place: number) => void; help: () => void }

function useKeys(door: SessionDoor, { place, bring, help }: Keys) {
  const [{ singleKeys }] = useSettings()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = deskKey(event, { writing: isWriting(event.target), single: singleKeys })
      if (!key) return
      event.preventDefault()
      if (key.does === 'focus') bring(key.place)
      else if (key.does === 'help') help()
      else if (key.does === 'lock') door.lock()
      else if (place !== undefined) askConversation(place, key.does)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })
}
