/** Whose mailbox it is. */
export interface Owner {
  readonly displayName: string;
  readonly emailAddress: string;
}
