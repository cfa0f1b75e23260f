/** Who and what is in flight: named by their numbers, so that each can be counted in the end. */
export const STORM_USER = { email: "storm@example.com", username: "storm@example.com.sandbox" } as const;

export function mailSubject(index: number): string {
  return `Storm mail ${index}`;
}

export function contactAddress(index: number): string {
  return `storm.contact${index}@contacts.example`;
}
