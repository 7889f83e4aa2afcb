import { expect, test } from "vitest";
import { relative, showTimes } from "./times";

const NOW = Date.parse("2026-11-26T14:08:00+08:00");
const at = (text: string) => Date.parse(text);

test.each([
  ["2026-11-26T14:30:00+08:00", "en", "in 22 minutes"],
  ["2026-11-26T14:30:00+08:00", "zh-Hans", "22分钟后"],
  ["2026-11-26T11:08:00+08:00", "en", "3 hours ago"],
  ["2026-11-27T15:00:00+08:00", "en", "tomorrow"],
  ["2026-11-26T14:08:20+08:00", "en", "this minute"],
])("%s in %s is %s", (then, language, words) => {
  expect(relative(at(then), NOW, language)).toBe(words);
});

test("the full date stays as the title", () => {
  document.documentElement.lang = "en";
  document.body.innerHTML =
    '<time datetime="2026-11-26T14:30:00+08:00" data-relative>26 Nov 14:30</time>';
  showTimes(document, NOW);
  showTimes(document, NOW + 60_000);
  const time = document.querySelector("time");
  expect(time).toHaveTextContent("in 21 minutes");
  expect(time).toHaveAttribute("title", "26 Nov 14:30");
});
