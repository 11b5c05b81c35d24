import type { HelpProps } from './helps.tsx'

/** What leaves a trace, who can see, and what happens to the place. */
export function Safety({ words, acts }: HelpProps) {
  return (
    <div class="safety">
      {words.safety.map(({ title, points }) => (
        <section key={title}>
          <h2>{title}</h2>
          <ul class="lines">
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </section>
      ))}
      <button type="button" class="quiet" onClick={() => acts.help(undefined)}>
        {words.close}
      </button>
    </div>
  )
}
