import type { Texts } from '../text/texts.ts'

/** The lamp; breathing with somebody, in for four seconds, out for six. All motion is in CSS. */
export function Breath({ breathing, text }: { breathing: boolean; text: Texts }) {
  return (
    <div class={breathing ? 'glow breathing' : 'glow'}>
      {breathing && (
        <>
          <span>{text.breatheIn}</span>
          <span>{text.breatheOut}</span>
        </>
      )}
    </div>
  )
}
