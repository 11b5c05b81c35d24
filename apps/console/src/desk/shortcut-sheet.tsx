import { useText } from '../text/text.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useSettings } from '../ui/use-settings.tsx'
import css from './shortcut-sheet.module.css'

/** Every key the desk knows. */
export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText().desk.shortcuts
  const [{ enterSends }] = useSettings()
  const keys: readonly (readonly [readonly string[], string])[] = [
    [['Alt', '1 – 3'], text.focus],
    [['A'], text.accept],
    [['D'], text.decline],
    [['Alt', 'A / D'], text.acceptAnywhere],
    [enterSends ? ['↵'] : ['Ctrl', '↵'], text.send],
    [enterSends ? ['⇧', '↵'] : ['↵'], text.newline],
    [['/'], text.phrases],
    [['Alt', 'N'], text.notes],
    [['Alt', 'R'], text.risk],
    [['Alt', 'E'], text.end],
    [['Alt', 'L'], text.lock],
    [['?'], text.help],
  ]
  return (
    <Dialog open={open} onClose={onClose} title={text.title}>
      <dl className={css['keys']}>
        {keys.map(([combination, does]) => (
          <div key={does} className={css['row']}>
            <dt>
              {combination.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
