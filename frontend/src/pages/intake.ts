/** Keeps the answers of an application while they are typed: a little after each pause, again when it fails. */
import { t } from "../i18n";

const PAUSE = 700;
const RETRY = 4000;
/** Trying again would not help: the session has ended, or the answer cannot be taken. */
const REFUSED = new Set([401, 409]);

interface Saved {
  saved_at: string;
  errors: Record<string, string>;
}

/** One form's answers on their way to the server; one request at a time, the newest text wins. */
export class Draft {
  private waiting = new Map<string, string>();
  private timer: number | undefined;
  private sending = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly address: string,
  ) {
    form.addEventListener("input", (event) => this.note(event.target));
    form.addEventListener("change", (event) => this.note(event.target));
    form.addEventListener("submit", () => this.forget());
    window.addEventListener("online", () => this.later(0));
    window.addEventListener("pagehide", () => this.leave());
  }

  /** Remember a changed field and save it after a pause. */
  private note(target: EventTarget | null): void {
    const field = target as HTMLInputElement;
    if (!field.name || field.type === "hidden") return;
    this.waiting.set(field.name, field.value);
    this.say(t("Saving…"));
    this.later(PAUSE);
  }

  private later(wait: number): void {
    window.clearTimeout(this.timer);
    if (this.waiting.size) this.timer = window.setTimeout(() => this.save(), wait);
  }

  /** The form itself is being sent, with everything in it. */
  private forget(): void {
    window.clearTimeout(this.timer);
    this.waiting.clear();
  }

  private async save(): Promise<void> {
    if (this.sending) return this.later(PAUSE);
    const batch = new Map(this.waiting);
    this.sending = true;
    this.say(t("Saving…"));
    try {
      const answer = await this.send(batch);
      if (REFUSED.has(answer.status)) return this.say((await answer.json()).message, true);
      if (!answer.ok) throw new Error(String(answer.status));
      this.settle(batch, (await answer.json()) as Saved);
    } catch {
      this.say(t("Not saved yet. We keep trying; please leave this page open."), true);
      this.later(RETRY);
    } finally {
      this.sending = false;
    }
  }

  private send(batch: Map<string, string>, keepalive = false): Promise<Response> {
    const body = new URLSearchParams([...batch]);
    const token = this.form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]");
    const headers = { "X-CSRFToken": token?.value ?? "", Accept: "application/json" };
    return fetch(this.address, { method: "POST", body, headers, keepalive });
  }

  private settle(batch: Map<string, string>, saved: Saved): void {
    for (const [name, value] of batch) {
      if (this.waiting.get(name) === value) this.waiting.delete(name);
    }
    for (const [name, words] of Object.entries(saved.errors)) this.mark(name, words);
    this.say(t("Saved %(time)s", { time: saved.saved_at }));
    this.later(PAUSE);
  }

  private leave(): void {
    if (this.waiting.size) void this.send(this.waiting, true).catch(() => undefined);
  }

  /** Show what is wrong beside the field, or that nothing is any longer. */
  private mark(name: string, words: string): void {
    const piece = this.form.querySelector(`[data-field="${name}"]`);
    const error = piece?.querySelector<HTMLElement>(".field-error");
    if (!piece || !error) return;
    piece.classList.toggle("field--bad", words !== "");
    error.hidden = words === "";
    const place = error.querySelector("span");
    if (place) place.textContent = words;
    const input = piece.querySelector<HTMLElement>("input:not([type=radio]), textarea, select");
    if (words) input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
  }

  private say(words: string, bad = false): void {
    const place = this.form.querySelector("[data-saved]");
    if (!place) return;
    place.textContent = words;
    place.classList.toggle("saved--bad", bad);
  }
}

/** Start saving in every application form of the page. */
export function keepDrafts(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    new Draft(form, form.dataset.draft ?? "");
  }
}
