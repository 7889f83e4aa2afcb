/** `<time datetime data-relative>`: "in 22 minutes", kept fresh; the full date stays as the title. */
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const FRESHENED_EVERY = 30_000;

/** How far `then` is from `now` (both in milliseconds), in words of `language`. */
export function relative(then: number, now: number, language: string): string {
  const seconds = Math.round((then - now) / 1000);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(0, "minute");
}

/** Freshen every relative time of `root`. */
export function showTimes(root: ParentNode, now = Date.now()): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
    time.title ||= time.textContent?.trim() ?? "";
    time.textContent = relative(Date.parse(time.dateTime), now, document.documentElement.lang);
  }
}

window.setInterval(() => showTimes(document), FRESHENED_EVERY);
