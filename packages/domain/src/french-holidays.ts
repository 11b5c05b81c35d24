/**
 * The eleven public holidays of France in a year, by article L3133-1 of the Code du travail, as
 * `2026-05-01`. Alsace and Moselle have two more (L3134-13); the départements overseas have their own.
 * They are offered to whoever sets the hours of a line, never applied by themselves.
 */
export function frenchHolidays(year: number): readonly Holiday[] {
  const easter = easterSunday(year)
  const after = (days: number) =>
    new Date(Date.parse(easter) + days * dayMs).toISOString().slice(0, 10)
  return [
    { name: 'new_year', date: `${year}-01-01` },
    { name: 'easter_monday', date: after(1) },
    { name: 'labour_day', date: `${year}-05-01` },
    { name: 'victory_1945', date: `${year}-05-08` },
    { name: 'ascension', date: after(39) },
    { name: 'whit_monday', date: after(50) },
    { name: 'national_day', date: `${year}-07-14` },
    { name: 'assumption', date: `${year}-08-15` },
    { name: 'all_saints', date: `${year}-11-01` },
    { name: 'armistice_1918', date: `${year}-11-11` },
    { name: 'christmas', date: `${year}-12-25` },
  ]
}

export const holidayNames = [
  'new_year',
  'easter_monday',
  'labour_day',
  'victory_1945',
  'ascension',
  'whit_monday',
  'national_day',
  'assumption',
  'all_saints',
  'armistice_1918',
  'christmas',
] as const
export type HolidayName = (typeof holidayNames)[number]
export type Holiday = { readonly name: HolidayName; readonly date: string }

const dayMs = 86_400_000

/**
 * Easter in the Gregorian calendar, by the algorithm that Samuel Butcher published anonymously in
 * Nature (20 April 1876, p. 487), in the letters of Jean Meeus, Astronomical Algorithms (1991),
 * chapter 8.
 */
export function easterSunday(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  const day = ((h + l - 7 * m + 114) % 31) + 1
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}
