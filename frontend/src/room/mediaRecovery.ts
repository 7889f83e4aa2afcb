/** Milliseconds between one attempt and the next: each must be given the time to succeed. */
export const WAITS = [3000, 4000, 6000, 10000, 15000, 20000, 30000] as const;

interface Options {
  /** Try for the nth time, counting from 0. */
  attempt(n: number): void;
  /** Whether the last attempt has succeeded. */
  healthy(): boolean;
  /** `active` or `exhausted` has changed by itself. */
  onChange(): void;
  random?: () => number;
}

/** Brings one connection back, with growing pauses and an end. */
export class Recovery {
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  get active(): boolean {
    return this.#attempts > 0;
  }

  /** Everything was tried in vain; only `recovered` makes another beginning. */
  get exhausted(): boolean {
    return this.#attempts === WAITS.length && this.#timer === undefined;
  }

  /** Start now, unless already at it. */
  begin(): void {
    if (!this.active) this.#next();
  }

  /** Start after `ms` milliseconds, unless it gets well before. */
  beginAfter(ms: number): void {
    if (this.active || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#next(), ms);
  }

  /** All is well: forget what was tried. */
  recovered(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#attempts = 0;
  }

  #next(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#options.healthy()) this.#attempts = 0;
    else if (this.#attempts < WAITS.length) this.#try(WAITS[this.#attempts] ?? 0);
    this.#options.onChange();
  }

  #try(wait: number): void {
    const spread = 0.8 + 0.4 * (this.#options.random ?? Math.random)();
    this.#timer = setTimeout(() => this.#next(), wait * spread);
    this.#attempts += 1;
    this.#options.attempt(this.#attempts - 1);
  }
}
