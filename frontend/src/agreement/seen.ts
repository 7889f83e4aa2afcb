/** Which pages were shown, told to the server; what could not be told is told with the next. */

export type Tell = (pages: number[]) => Promise<void>;

export class SeenPages {
  readonly #tell: Tell;
  readonly #changed: () => void;
  readonly #shown = new Set<number>();
  readonly #told = new Set<number>();
  readonly total: number;
  #busy = false;
  failed = false;

  constructor(tell: Tell, total: number, already: readonly number[], changed: () => void) {
    this.#tell = tell;
    this.#changed = changed;
    this.total = total;
    for (const page of already) {
      this.#shown.add(page);
      this.#told.add(page);
    }
  }

  has(page: number): boolean {
    return this.#told.has(page);
  }

  get count(): number {
    return this.#told.size;
  }

  get all(): boolean {
    return this.#told.size >= this.total;
  }

  /** A page was in front of the reader. */
  async show(page: number): Promise<void> {
    if (this.#shown.has(page)) return;
    this.#shown.add(page);
    await this.send();
  }

  /** Tell what is not told yet. */
  async send(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    let open = this.#open();
    while (open.length > 0) {
      try {
        await this.#tell(open);
        for (const page of open) this.#told.add(page);
        this.failed = false;
      } catch {
        this.failed = true;
        break;
      } finally {
        this.#changed();
      }
      open = this.#open();
    }
    this.#busy = false;
  }

  #open(): number[] {
    return [...this.#shown].filter((page) => !this.#told.has(page));
  }
}
