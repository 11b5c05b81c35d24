import type { Me } from '@veilleuse/contract/account'
import { Check, Download } from 'lucide-react'
import { useState } from 'react'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import { NumberedWords } from './fingerprint-words.tsx'
import css from './office.module.css'
import { openWithRoot, prepareRoot, type MadeRoot } from './root.ts'

/** The ceremony of the first day: make, save, write down the words, open. In this order. */
export function MakeRoot({ door, me }: { door: SessionDoor; me: Me }) {
  const text = useText().office.root
  const [holders, choose] = useState<'1' | '3'>('1')
  const [made, setMade] = useState<MadeRoot>()
  const [saved, setSaved] = useState<ReadonlySet<number>>(new Set())
  const doing = useDoing()
  if (!made)
    return (
      <>
        <p>{text.what}</p>
        <Choice
          label={text.holders}
          value={holders}
          onChange={choose}
          options={[
            { id: '1', name: text.one, hint: text.oneHint },
            { id: '3', name: text.three, hint: text.threeHint },
          ]}
        />
        {doing.trouble && <Notice tone="grave">{doing.trouble}</Notice>}
        <div className={css['row']}>
          <Button
            look="main"
            busy={doing.busy}
            onPress={() =>
              doing.run(async () => setMade(await prepareRoot(me, holders === '1' ? 1 : 3)))
            }
          >
            {text.make}
          </Button>
        </div>
      </>
    )
  const all = saved.size === made.files.length
  return (
    <>
      <div className={css['row']}>
        {made.files.map((file, i) => (
          <Button
            key={text.save(i + 1, made.files.length)}
            onPress={() => {
              download(file, `veilleuse-root-${i + 1}.txt`)
              setSaved(new Set(saved).add(i))
            }}
          >
            {saved.has(i) ? <Check size={18} aria-hidden /> : <Download size={18} aria-hidden />}
            {text.save(i + 1, made.files.length)}
            {saved.has(i) && ` (${text.saved})`}
          </Button>
        ))}
      </div>
      <div>
        <h3>{text.words}</h3>
        <p className={css['hint']}>{text.wordsText}</p>
      </div>
      <NumberedWords words={made.words} />
      {doing.trouble && <Notice tone="grave">{doing.trouble}</Notice>}
      <div className={css['row']}>
        <Button
          look="main"
          isDisabled={!all}
          busy={doing.busy}
          onPress={() =>
            doing.run(async () => {
              await openWithRoot(door.ask, made)
              await door.pin(made.fingerprint)
            })
          }
        >
          {text.open}
        </Button>
        {!all && <span className={css['hint']}>{text.openHint}</span>}
      </div>
    </>
  )
}

function download(contents: string, name: string) {
  const address = URL.createObjectURL(new Blob([contents], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
