/**
 * Whom we related to the events of an org ourselves: what stands there besides was chosen by somebody in Salesforce, and stays (E3). An entry
 * that was lost in a crash leaves a person related for ever, which is the safe side.
 */
export interface RelatedPeople {
  /** Ids of people, by event. */
  of(eventIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** From now on these. */
  keep(people: ReadonlyMap<string, readonly string[]>): Promise<void>;
}
