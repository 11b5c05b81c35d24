/** One thing a check found, in a line a person can act on. */
export type Fault = string

export type Check = {
  readonly name: string
  /** Empty when all is well. */
  find(): Promise<readonly Fault[]> | readonly Fault[]
}
