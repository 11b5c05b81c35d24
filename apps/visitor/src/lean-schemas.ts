/**
 * The part of valibot that reading needs, in a quarter of its size: the build puts it in valibot's
 * place. A schema here is a function that gives the value back or throws. It says no more than yes
 * or no, because the visitor's page has nobody to tell what was wrong with an answer;
 * build/lean-schemas.test.ts holds it to the same yes and no as valibot, on the same contract.
 */
type Read = ((value: unknown) => unknown) & { optional?: true }
type Step = (value: never) => unknown

function unless<T>(holds: boolean, value: T): T {
  if (!holds) throw new TypeError('unread')
  return value
}

type Check<T> = (value: T) => T

/* @__NO_SIDE_EFFECTS__ */
export function string(): Read {
  return (value) => unless(typeof value === 'string', value)
}

/* @__NO_SIDE_EFFECTS__ */
export function boolean(): Read {
  return (value) => unless(typeof value === 'boolean', value)
}

/* @__NO_SIDE_EFFECTS__ */
export function number(): Read {
  return (value) => unless(typeof value === 'number' && !Number.isNaN(value), value)
}

/* @__NO_SIDE_EFFECTS__ */
export function literal(wanted: unknown): Read {
  return (value) => unless(value === wanted, value)
}

/* @__NO_SIDE_EFFECTS__ */
export function picklist(options: readonly unknown[]): Read {
  return (value) => unless(options.includes(value), value)
}

/* @__NO_SIDE_EFFECTS__ */
export function custom(check: (value: unknown) => boolean): Read {
  return (value) => unless(check(value), value)
}

/* @__NO_SIDE_EFFECTS__ */
export function optional(read: Read): Read {
  const maybe: Read = (value) => (value === undefined ? undefined : read(value))
  maybe.optional = true
  return maybe
}

/* @__NO_SIDE_EFFECTS__ */
export function array(read: Read): Read {
  return (value) =>
    unless(Array.isArray(value), value as readonly unknown[]).map((one) => read(one))
}

/** Gives only what it names, and nothing for what is optional and absent. */
/* @__NO_SIDE_EFFECTS__ */
export function object(entries: Readonly<Record<string, Read>>): Read {
  return (value) => {
    const given = unless(isObject(value), value as Readonly<Record<string, unknown>>)
    const output: Record<string, unknown> = {}
    for (const key of Object.keys(entries)) {
      const read = entries[key]
      if (!read || (read.optional && !(key in given))) continue
      output[key] = read(unless(key in given, given[key]))
    }
    return output
  }
}

/* @__NO_SIDE_EFFECTS__ */
export function record(_: Read, read: Read): Read {
  return (value) => {
    const given = unless(isObject(value), value as Readonly<Record<string, unknown>>)
    return Object.fromEntries(Object.entries(given).map(([key, one]) => [key, read(one)]))
  }
}

/** The first that reads it: what tells them apart is a literal in each. */
/* @__NO_SIDE_EFFECTS__ */
export function variant(_: string, options: readonly Read[]): Read {
  return (value) => {
    for (const read of options) {
      const { success, output } = safeParse(read, value)
      if (success) return output
    }
    return unless(false, value)
  }
}

/* @__NO_SIDE_EFFECTS__ */
export function pipe(read: Read, ...steps: readonly Step[]): Read {
  return (value) => steps.reduce<unknown>((given, step) => step(given as never), read(value))
}

/* @__NO_SIDE_EFFECTS__ */
export function regex(wanted: RegExp): Check<string> {
  return (value) => unless(wanted.test(value), value)
}

/* @__NO_SIDE_EFFECTS__ */
export function length(wanted: number): Check<string> {
  return (value) => unless(value.length === wanted, value)
}

/* @__NO_SIDE_EFFECTS__ */
export function minLength(least: number): Check<string> {
  return (value) => unless(value.length >= least, value)
}

/* @__NO_SIDE_EFFECTS__ */
export function maxLength(most: number): Check<string> {
  return (value) => unless(value.length <= most, value)
}

/* @__NO_SIDE_EFFECTS__ */
export function minValue(least: number): Check<number> {
  return (value) => unless(value >= least, value)
}

/* @__NO_SIDE_EFFECTS__ */
export function maxValue(most: number): Check<number> {
  return (value) => unless(value <= most, value)
}

/* @__NO_SIDE_EFFECTS__ */
export function integer(): Check<number> {
  return (value) => unless(Number.isInteger(value), value)
}

/* @__NO_SIDE_EFFECTS__ */
export function safeInteger(): Check<number> {
  return (value) => unless(Number.isSafeInteger(value), value)
}

/** UTC alone, which is what the contract means by a moment. */
/* @__NO_SIDE_EFFECTS__ */
export function isoTimestamp(): Check<string> {
  return regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)
}

/* @__NO_SIDE_EFFECTS__ */
export function transform<T>(change: (value: T) => unknown): (value: T) => unknown {
  return change
}

/* @__NO_SIDE_EFFECTS__ */
export function trim(): (value: string) => string {
  return (value) => value.trim()
}

export function parse(read: Read, value: unknown): unknown {
  return read(value)
}

export function safeParse(read: Read, value: unknown): { success: boolean; output?: unknown } {
  try {
    return { success: true, output: read(value) }
  } catch {
    return { success: false }
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
