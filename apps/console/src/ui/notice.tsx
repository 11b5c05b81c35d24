import type { ReactNode } from 'react'
import css from './notice.module.css'

type Tone = 'calm' | 'lamp' | 'grave'

/** Something to know, in its place on the page. A grave one is read out at once. */
export function Notice({
  tone = 'calm',
  title,
  actions,
  children,
}: {
  tone?: Tone
  title?: string
  actions?: ReactNode
  children?: ReactNode
}) {
  return (
    <div role={tone === 'grave' ? 'alert' : 'status'} className={`${css['notice']} ${css[tone]}`}>
      <div className={css['text']}>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {actions && <div className={css['actions']}>{actions}</div>}
    </div>
  )
}
