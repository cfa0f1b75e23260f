import { MortalProcess } from "../simulate/mortal-process.ts";

/**
 * Where a process is stopped: at which of its points, counted from one. A point is a moment before or after a request, or before or
 * after a call to the store. "on its way": the request was sent before, and does what it asks for only while the next process is at
 * work already.
 */
export interface Stop {
  readonly at: number;
  readonly request: "as it is" | "on its way";
}

/** The network around a process that is to be stopped. */
export class Interruption {
  #process: MortalProcess | null = null;
  #stop: Stop | null = null;
  #points: string[] = [];
  #delivery = Promise.withResolvers<void>();
  #arrived = Promise.withResolvers<void>();

  /** Answers the points that the process comes by, as it does. */
  interrupt(process: MortalProcess, stop: Stop | null): readonly string[] {
    this.#process = process;
    this.#stop = stop;
    this.#points = [];
    this.#delivery = Promise.withResolvers();
    this.#arrived = Promise.withResolvers();
    const points = this.#points;
    const step = process.step.bind(process);
    process.step = (...told) => {
      points.push(told[0]);
      if (stop?.request === "as it is" && points.length === stop.at) process.die();
      return step(...told);
    };
    return points;
  }

  /** What was on its way arrives, and has its effect. */
  async deliver(): Promise<void> {
    this.#delivery.resolve();
    if (this.#stop?.request === "on its way") await this.#arrived.promise;
  }

  async before({ method, url }: { readonly method: string; readonly url: URL }): Promise<void> {
    const { current } = MortalProcess;
    const isLast = current !== null && current === this.#process && this.#points.length + 1 === this.#stop?.at;
    if (!isLast || this.#stop?.request !== "on its way") return current?.step(`${method} ${url.pathname}`);
    this.#points.push(`${method} ${url.pathname}`);
    current.die();
    await this.#delivery.promise;
  }

  async after({ method, url }: { readonly method: string; readonly url: URL }): Promise<void> {
    const { current } = MortalProcess;
    if (current === this.#process && current?.isAlive === false) this.#arrived.resolve();
    await current?.step(`${method} ${url.pathname} done`);
  }
}
