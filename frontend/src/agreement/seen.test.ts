import { describe, expect, it, vi } from "vitest";
import { SeenPages } from "./seen";

const quiet = () => undefined;

describe("pages that were shown", () => {
  it("are told once each", async () => {
    const tell = vi.fn(async () => undefined);
    const seen = new SeenPages(tell, 2, [1], quiet);
    expect(seen.all).toBe(false);
    await seen.show(1);
    await seen.show(2);
    await seen.show(2);
    expect(tell.mock.calls).toEqual([[[2]]]);
    expect([seen.all, seen.count, seen.has(2)]).toEqual([true, 2, true]);
  });

  it("are told with the next when the connection failed", async () => {
    const told: number[][] = [];
    let down = true;
    const tell = async (pages: number[]) => {
      if (down) throw new Error("offline");
      told.push(pages);
    };
    const seen = new SeenPages(tell, 3, [], quiet);
    await seen.show(1);
    expect([seen.failed, seen.count]).toEqual([true, 0]);
    down = false;
    await seen.show(2);
    expect([seen.failed, seen.count]).toEqual([false, 2]);
    expect(told).toEqual([[1, 2]]);
  });

  it("that come while another is being told follow it", async () => {
    const told: number[][] = [];
    const release: (() => void)[] = [];
    const tell = (pages: number[]) => {
      told.push(pages);
      return new Promise<void>((resolve) => release.push(resolve));
    };
    const seen = new SeenPages(tell, 2, [], quiet);
    const first = seen.show(1);
    const second = seen.show(2);
    release.shift()?.();
    await vi.waitFor(() => expect(told).toEqual([[1], [2]]));
    release.shift()?.();
    await Promise.all([first, second]);
    expect(seen.all).toBe(true);
  });
});
