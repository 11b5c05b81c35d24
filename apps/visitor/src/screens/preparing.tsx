type Props = { readonly title: string; readonly words?: string }

/** The lamp while something takes its time. */
export function Preparing({ title, words }: Props) {
  return (
    <div class="calm">
      <i class="glow working" aria-hidden="true" />
      <h1 tabIndex={-1}>{title}</h1>
      <p role="status">{words}</p>
    </div>
  )
}
