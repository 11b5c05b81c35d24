import type { WaitTexts } from '../text/wait-texts.ts'

/** The lamp; breathing with somebody, in for four seconds, out for six. All motion is in CSS. */
export function Breath({ breathing, words }: { breathing: boolean; words: WaitTexts }) {
  return (
    <div class={breathing ? 'glow breathing' : 'glow'}>
      {breathing && (
        <>
          <span>{words.breatheIn}</span>
          <span>{words.breatheOut}</span>
        </>
      )}
    </div>
  )
}
