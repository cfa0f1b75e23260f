const WINDOW_MS = 10 * 60_000;
/** A host is judged once it has been sent so many. */
const JUDGED_FROM = 100;
const SLOW_SHARE = 0.1;
const DROP_SHARE = 0.15;

/** How long a slow host's notifications wait, and how long a very slow one gets none (con/change-notifications-delivery-webhooks). */
export const PENALTY_MS = 10 * 60_000;

interface Answer {
  readonly at: number;
  readonly slow: boolean;
}

interface Host {
  answers: Answer[];
  /** Until when it gets none. */
  droppedUntil: number;
}

/** How fast each notified host has answered of late: slow ones are sent to later, very slow ones not at all for a while (MG13). */
export class EndpointHealth {
  readonly #hosts = new Map<string, Host>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** @param slow it took longer than is allowed, or failed to answer */
  answered(url: string, slow: boolean): void {
    const host = this.#host(url);
    const at = this.#now().getTime();
    host.answers = [...host.answers.filter((one) => at - one.at < WINDOW_MS), { at, slow }];
    if (slow && shareOf(host) >= DROP_SHARE) host.droppedUntil = at + PENALTY_MS;
  }

  standing(url: string): "well" | "slow" | "dropped" {
    const host = this.#host(url);
    const at = this.#now().getTime();
    if (at < host.droppedUntil) return "dropped";
    host.answers = host.answers.filter((one) => at - one.at < WINDOW_MS);
    return shareOf(host) > SLOW_SHARE ? "slow" : "well";
  }

  #host(url: string): Host {
    const { host: name } = new URL(url);
    let host = this.#hosts.get(name);
    if (!host) this.#hosts.set(name, (host = { answers: [], droppedUntil: 0 }));
    return host;
  }
}

function shareOf({ answers }: Host): number {
  return answers.length < JUDGED_FROM ? 0 : answers.filter((one) => one.slow).length / answers.length;
}
