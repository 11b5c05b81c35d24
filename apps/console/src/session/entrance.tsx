import { Languages, Moon, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../text/text.tsx'
import { IconButton } from '../ui/button.tsx'
import { Lamp } from '../ui/lamp.tsx'
import { useMedia } from '../ui/use-media.ts'
import { useSettings } from '../ui/use-settings.tsx'
import css from './entrance.module.css'

/** The page before the desk: the lamp over a single sheet. */
export function Entrance({
  title,
  lead,
  wide,
  children,
}: {
  title?: string
  lead?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  const text = useText()
  const [{ language, theme }, set] = useSettings()
  const night = useMedia('(prefers-color-scheme: dark)')
  const isNight = theme === 'system' ? night : theme === 'dark'
  return (
    <div className={css['page']}>
      <header className={css['top']}>
        <span className={css['brand']}>
          <Lamp /> {text.name}
        </span>
        <span className={css['tools']}>
          <IconButton
            label={isNight ? text.theme.light : text.theme.dark}
            onPress={() => set({ theme: isNight ? 'light' : 'dark' })}
          >
            {isNight ? <Sun size={20} aria-hidden /> : <Moon size={20} aria-hidden />}
          </IconButton>
          <IconButton
            label={language === 'fr' ? 'English' : 'Français'}
            onPress={() => set({ language: language === 'fr' ? 'en' : 'fr' })}
          >
            <Languages size={20} aria-hidden />
          </IconButton>
        </span>
      </header>
      <main className={`${css['main']} ${wide ? css['wide'] : ''}`}>
        {title && (
          <div className={css['head']}>
            <h1 className={css['title']}>{title}</h1>
            {lead && <p className={css['lead']}>{lead}</p>}
          </div>
        )}
        {children}
      </main>
    </div>
  )
}

/** A sheet of paper under the lamp. */
export function Sheet({ children }: { children: ReactNode }) {
  return <section className={css['sheet']}>{children}</section>
}
