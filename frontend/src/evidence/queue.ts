/** Files on their way: one after the other, each with its own progress, words and second chance. */
import { t } from "../i18n";

export type Stage = "waiting" | "sending" | "done" | "failed";

export interface Item {
  readonly id: number;
  readonly file: File;
  stage: Stage;
  /** 0 to 1. */
  progress: number;
  /** Why it failed, for people. */
  words: string;
  /** Whether sending the same file again may help. */
  retry: boolean;
}

export interface Refusal {
  words: string;
  retry: boolean;
}

/** Sends one file; rejects with a `Refusal`, or with an `AbortError` when `signal` fired. */
export type Send = (
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
) => Promise<void>;

export class Queue {
  items: Item[] = [];
  private next = 1;
  private running: { item: Item; abort: AbortController } | null = null;

  constructor(
    private readonly send: Send,
    /** The largest file in bytes. */
    private readonly limit: number,
    private readonly changed: (items: Item[]) => void,
    private readonly arrived: () => void,
  ) {}

  get busy(): boolean {
    return this.items.some((item) => item.stage === "waiting" || item.stage === "sending");
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const words = this.refuses(file);
      const stage: Stage = words ? "failed" : "waiting";
      this.items.push({ id: this.next++, file, stage, progress: 0, words, retry: false });
    }
    this.tell();
    void this.run();
  }

  retry(id: number): void {
    const item = this.items.find((one) => one.id === id);
    if (item?.stage !== "failed" || !item.retry) return;
    Object.assign(item, { stage: "waiting", progress: 0, words: "" });
    this.tell();
    void this.run();
  }

  /** Stops a file that is under way, and drops it from the list. */
  remove(id: number): void {
    if (this.running?.item.id === id) this.running.abort.abort();
    this.items = this.items.filter((item) => item.id !== id);
    this.tell();
  }

  private refuses(file: File): string {
    if (file.size === 0) return t("This file is empty. Choose it again, or take the photo anew.");
    if (file.size > this.limit)
      return t("This file is larger than %(limit)s MB.", {
        limit: Math.floor(this.limit / 2 ** 20),
      });
    return "";
  }

  private async run(): Promise<void> {
    if (this.running) return;
    const item = this.items.find((one) => one.stage === "waiting");
    if (!item) return;
    const abort = new AbortController();
    this.running = { item, abort };
    item.stage = "sending";
    this.tell();
    await this.sendOne(item, abort.signal);
    this.running = null;
    this.tell();
    void this.run();
  }

  private async sendOne(item: Item, signal: AbortSignal): Promise<void> {
    const onProgress = (share: number): void => {
      item.progress = share;
      this.tell();
    };
    try {
      await this.send(item.file, onProgress, signal);
      Object.assign(item, { stage: "done", progress: 1 });
      this.arrived();
    } catch (reason) {
      if (signal.aborted) return;
      Object.assign(item, { stage: "failed", ...(reason as Refusal) });
    }
  }

  private tell(): void {
    this.changed([...this.items]);
  }
}
