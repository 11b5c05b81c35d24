import * as contract from '@veilleuse/contract/desk'
import type { Phrase } from '@veilleuse/contract/desk'
import type { Language } from '@veilleuse/domain/language'
import { useQuery } from '@tanstack/react-query'
import { useRef, type ReactNode } from 'react'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Dialog } from 'react-aria-components/Dialog'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { SearchField } from 'react-aria-components/SearchField'
import { useDoor } from '../session/use-session.tsx'
import { useText } from '../text/text.tsx'
import css from './phrases.module.css'

type Props = {
  language: Language
  open: boolean
  onOpen: (open: boolean) => void
  onChoose: (text: string) => void
  trigger: ReactNode
}

/** The team's prepared replies, in the visitor's language. Chosen ones are edited, then sent. */
export function Phrases({ language, open, onOpen, onChoose, trigger }: Props) {
  const text = useText().desk.composer
  const door = useDoor()
  const anchor = useRef<HTMLSpanElement>(null)
  const { data } = useQuery({
    queryKey: ['phrases'],
    queryFn: () => door.ask(contract.phrases, {}),
    staleTime: 10 * 60_000,
  })
  const phrases = inLanguage(data?.phrases ?? [], language)
  return (
    <>
      <span ref={anchor} className={css['anchor']}>
        {trigger}
      </span>
      <Popover
        triggerRef={anchor}
        isOpen={open}
        onOpenChange={onOpen}
        placement="top start"
        className={css['popover'] ?? ''}
      >
        <Dialog aria-label={text.phrases} className={css['sheet'] ?? ''}>
          <Autocomplete filter={matches}>
            <SearchField aria-label={text.phrasesSearch} autoFocus>
              <Input
                ref={highlightFirst}
                placeholder={text.phrasesSearch}
                className={css['search'] ?? ''}
              />
            </SearchField>
            <ListBox
              aria-label={text.phrases}
              className={css['list'] ?? ''}
              selectionMode="single"
              selectedKeys={[]}
              onSelectionChange={(chosen) => {
                const [id] = chosen === 'all' ? [] : [...chosen]
                const phrase = phrases.find((one) => one.id === id)
                if (!phrase) return
                onOpen(false)
                onChoose(phrase.text)
              }}
              renderEmptyState={() => <p className={css['none']}>{text.phrasesNone}</p>}
            >
              {phrases.map((phrase) => (
                <ListBoxItem
                  key={phrase.id}
                  id={phrase.id}
                  textValue={`${phrase.title} ${phrase.text}`}
                  className={css['phrase'] ?? ''}
                >
                  <span className={css['title']}>{phrase.title}</span>
                  <span className={css['text']}>{phrase.text}</span>
                </ListBoxItem>
              ))}
            </ListBox>
          </Autocomplete>
          <p className={css['hint']}>{text.phrasesHint}</p>
        </Dialog>
      </Popover>
    </>
  )
}

/** Enter takes the first at once: it is marked from the beginning, as it is after each letter. */
function highlightFirst(input: HTMLInputElement | null) {
  // A key is the only way in which the kit lets anybody move its mark from outside.
  const press = () =>
    input?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
  requestAnimationFrame(() => requestAnimationFrame(press))
}

function inLanguage(phrases: readonly Phrase[], language: Language): readonly Phrase[] {
  const theirs = phrases.filter((one) => one.language === language)
  return theirs.length > 0 ? theirs : phrases
}

function matches(phrase: string, typed: string): boolean {
  const words = plain(typed).split(/\s+/)
  return words.every((word) => plain(phrase).includes(word))
}

function plain(text: string) {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
}
