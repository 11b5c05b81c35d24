import type { DeskConversation } from '@veilleuse/contract/desk'
import { risks, type Risk } from '@veilleuse/domain/risk'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import type { Desk } from '../desk/desk.ts'
import { useText } from '../text/text.tsx'
import { Menu } from '../ui/menu.tsx'
import { wordsFor } from '../ui/trouble.ts'
import css from './risk-menu.module.css'

/** Five levels, set by a person, each with what it asks of that person. */
export function RiskMenu({ desk, conversation }: { desk: Desk; conversation: DeskConversation }) {
  const text = useText()
  const words = text.desk.risk
  const [trouble, setTrouble] = useState<string>()
  const { id, risk, state } = conversation
  return (
    <>
      <Menu
        label={words.label}
        chosen={risk}
        trigger={
          <Button
            className={css['button'] ?? ''}
            data-risk={risk}
            data-risk-button
            isDisabled={state !== 'open'}
          >
            <Level risk={risk} />
            <span className={css['label']}>{words.label}</span> {words.names[risk]}
          </Button>
        }
        entries={risks.map((one) => ({
          id: one,
          name: words.names[one],
          hint: words.means[one],
          mark: <Level risk={one} />,
        }))}
        onChoose={(chosen) => {
          const next = risks.find((one): one is Risk => one === chosen)
          if (!next || next === risk) return
          setTrouble(undefined)
          desk.setRisk(id, next).catch((why: unknown) => setTrouble(wordsFor(why, text)))
        }}
      />
      {trouble && (
        <span role="alert" className={css['trouble']}>
          {trouble}
        </span>
      )}
    </>
  )
}

/** Four bars, as many lit as the level: not by colour alone. */
function Level({ risk }: { risk: Risk }) {
  const level = risks.indexOf(risk)
  return (
    <span className={css['level']} data-risk={risk} aria-hidden>
      {[1, 2, 3, 4].map((bar) => (
        <span key={bar} data-lit={bar <= level} />
      ))}
    </span>
  )
}
