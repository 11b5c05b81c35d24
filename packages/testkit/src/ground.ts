/** What a thing that a test sets up asks of the test: to be cleared away after it. */
export type Ground = { after(undo: () => void | Promise<void>): void }
