import type { TalkProps } from './talk.tsx'

/** The choice to find the way back, and what closing the page means without it. */
export function StayChoice({ talk, text, acts }: TalkProps) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={talk.staying}
        aria-describedby="stay-about"
        onChange={({ currentTarget }) => acts.stay(currentTarget.checked)}
      />
      <span>
        {text.stay}
        <small id="stay-about">
          {!talk.staying && text.notStaying} {text.stayAbout}
        </small>
      </span>
    </label>
  )
}
