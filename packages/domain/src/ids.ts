declare const of: unique symbol
type Id<Name extends string> = string & { readonly [of]: Name }

/** One contact's exchange, from waiting to closed. A random UUID, made by the visitor's browser. */
export type ConversationId = Id<'conversation'>
/** One message, a UUIDv7 made by whoever wrote it, so that sending twice stores once. */
export type MessageId = Id<'message'>
export type StaffId = Id<'staff'>
export type LineId = Id<'line'>
export type OfferId = Id<'offer'>
export type ShiftId = Id<'shift'>
