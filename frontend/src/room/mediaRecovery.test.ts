import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Recovery, WAITS } from "./mediaRecovery";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function patient() {
  const seen = { attempts: [] as number[], healthy: false, gaveUp: 0 };
  const recovery: Recovery = new Recovery({
    attempt: (n) => seen.attempts.push(n),
    healthy: () => seen.healthy,
    onChange: () => {
      seen.gaveUp += recovery.exhausted ? 1 : 0;
    },
    random: () => 0.5,
  });
  return { seen, recovery };
}

test("tries at once, then with growing pauses, and at last gives up for good", () => {
  const { seen, recovery } = patient();
  recovery.begin();
  expect(seen.attempts).toEqual([0]);
  for (const [n, wait] of WAITS.entries()) {
    vi.advanceTimersByTime(wait - 1);
    expect(seen.attempts.length).toBe(n + 1);
    vi.advanceTimersByTime(1);
  }
  expect(seen.attempts.length).toBe(WAITS.length);
  expect(seen.gaveUp).toBe(1);
  recovery.begin();
  vi.advanceTimersByTime(600_000);
  expect(seen.attempts.length).toBe(WAITS.length);
});

test("stops when an attempt has succeeded, and starts from the first pause next time", () => {
  const { seen, recovery } = patient();
  recovery.begin();
  seen.healthy = true;
  vi.advanceTimersByTime(WAITS[0]);
  expect(recovery.active).toBe(false);
  seen.healthy = false;
  recovery.begin();
  expect(seen.attempts).toEqual([0, 0]);
});

test("an unsteady connection is left alone if it gets well by itself", () => {
  const { seen, recovery } = patient();
  recovery.beginAfter(3000);
  recovery.beginAfter(1);
  vi.advanceTimersByTime(2999);
  recovery.recovered();
  vi.advanceTimersByTime(60_000);
  expect(seen.attempts).toEqual([]);
});

test("beginning while at it changes nothing", () => {
  const { seen, recovery } = patient();
  recovery.begin();
  recovery.begin();
  recovery.beginAfter(1);
  vi.advanceTimersByTime(WAITS[0] - 1);
  expect(seen.attempts).toEqual([0]);
});

test("attempts are spread so that a whole room does not come back in one instant", () => {
  const at: number[] = [];
  for (const random of [() => 0, () => 0.999]) {
    const attempt = () => at.push(Date.now());
    const recovery = new Recovery({ attempt, healthy: () => false, onChange: () => {}, random });
    recovery.begin();
    vi.advanceTimersByTime(WAITS[0] * 1.2);
    recovery.recovered();
  }
  const [first = 0, second = 0, third = 0, fourth = 0] = at;
  expect(second - first).toBe(WAITS[0] * 0.8);
  expect(fourth - third).toBeGreaterThan(WAITS[0] * 1.1);
});
