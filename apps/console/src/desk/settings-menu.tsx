import { Settings2 } from 'lucide-react'
import { useState } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components/Slider'
import { Label } from 'react-aria-components/Label'
import { useText } from '../text/text.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Segments } from '../ui/segments.tsx'
import { Switch } from '../ui/switch.tsx'
import { useSettings } from '../ui/use-settings.tsx'
import css from './settings-menu.module.css'
import { sound } from './sound.ts'
import { ShortcutSheet } from './shortcut-sheet.tsx'

export function SettingsMenu({ onLeave }: { onLeave: () => void }) {
  const text = useText()
  const [settings, set] = useSettings()
  const [help, setHelp] = useState(false)
  const [asked, setAsked] = useState(0)
  const mayAsk = asked >= 0 && 'Notification' in window && Notification.permission === 'default'
  return (
    <>
      <DialogTrigger>
        <IconButton label={text.menu}>
          <Settings2 size={20} aria-hidden />
        </IconButton>
        <Popover className={css['popover'] ?? ''} placement="bottom end">
          <Dialog aria-label={text.menu} className={css['sheet'] ?? ''}>
            {({ close }) => (
              <>
                <Segments
                  label={text.languageLabel}
                  value={settings.language}
                  options={[
                    ['fr', 'Français'],
                    ['en', 'English'],
                  ]}
                  onChange={(language) => set({ language })}
                />
                <Segments
                  label={text.theme.label}
                  value={settings.theme}
                  options={[
                    ['system', text.theme.system],
                    ['light', text.theme.light],
                    ['dark', text.theme.dark],
                  ]}
                  onChange={(theme) => set({ theme })}
                />
                <div className={css['volume']}>
                  <Slider
                    className={css['slider'] ?? ''}
                    value={Math.round(settings.volume * 100)}
                    onChange={(value) => set({ volume: value / 100 })}
                    maxValue={100}
                    step={10}
                  >
                    <Label>{text.volume}</Label>
                    <SliderTrack className={css['track'] ?? ''}>
                      <SliderThumb className={css['thumb'] ?? ''} />
                    </SliderTrack>
                  </Slider>
                  <Button size="small" onPress={() => tryRing(settings.volume)}>
                    {text.tryRing}
                  </Button>
                </div>
                <Switch
                  on={settings.enterSends}
                  onChange={(enterSends) => set({ enterSends })}
                  label={text.enterSends}
                />
                <Switch
                  on={settings.singleKeys}
                  onChange={(singleKeys) => set({ singleKeys })}
                  label={text.desk.shortcuts.single}
                  hint={text.desk.shortcuts.singleHint}
                />
                <div className={css['actions']}>
                  {mayAsk && (
                    <Button
                      size="small"
                      onPress={() => void Notification.requestPermission().then(() => setAsked(1))}
                    >
                      {text.notify}
                    </Button>
                  )}
                  <Button
                    size="small"
                    onPress={() => {
                      close()
                      setHelp(true)
                    }}
                  >
                    {text.help}
                  </Button>
                  <Button
                    size="small"
                    onPress={() => {
                      close()
                      onLeave()
                    }}
                  >
                    {text.signOut}
                  </Button>
                </div>
              </>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
      <ShortcutSheet open={help} onClose={() => setHelp(false)} />
    </>
  )
}

function tryRing(volume: number) {
  const ring = sound().ring(() => volume)
  setTimeout(ring.stop, 400)
}
