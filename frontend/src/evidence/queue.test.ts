import { describe, expect, it, vi } from "vitest";
import { Queue, type Refusal, type Send } from "./queue";

const LIMIT = 1000;

function file(name: string, size = 10): File {
  return new File([new Uint8Array(size)], name);
}

/** A sender whose answers the test gives, in the order in which files were sent. */
function setUp() {
  const calls: {
    name: string;
    signal: AbortSignal;
    progress: (share: number) => void;
    arrive: () => void;
    refuse: (refusal: Refusal) => void;
  }[] = [];
  const send: Send = (one, progress, signal) =>
    new Promise((arrive, refuse) => {
      signal.addEventListener("abort", () => refuse(new DOMException("", "AbortError")));
      calls.push({ name: one.name, signal, progress, arrive, refuse });
    });
  const arrived = vi.fn();
  const queue = new Queue(send, LIMIT, () => undefined, arrived);
  const stages = () => queue.items.map((item) => item.stage);
  return { calls, arrived, queue, stages };
}

describe("files on their way", () => {
  it("sends one after the other and tells of each that arrived", async () => {
    const { calls, arrived, queue, stages } = setUp();
    queue.add([file("a.jpg"), file("b.jpg")]);
    expect(stages()).toEqual(["sending", "waiting"]);
    calls[0]?.progress(0.4);
    expect(queue.items[0]?.progress).toBe(0.4);
    calls[0]?.arrive();
    await vi.waitFor(() => expect(stages()).toEqual(["done", "sending"]));
    calls[1]?.arrive();
    await vi.waitFor(() => expect(stages()).toEqual(["done", "done"]));
    expect(arrived).toHaveBeenCalledTimes(2);
    expect(queue.busy).toBe(false);
  });

  it("refuses empty and oversized files without sending them", () => {
    const { calls, queue, stages } = setUp();
    queue.add([file("empty.jpg", 0), file("large.jpg", LIMIT + 1)]);
    expect(stages()).toEqual(["failed", "failed"]);
    expect(queue.items.every((item) => item.words && !item.retry)).toBe(true);
    expect(calls).toEqual([]);
  });

  it("goes on after a refusal, and sends again what may be sent again", async () => {
    const { calls, queue, stages } = setUp();
    queue.add([file("a.jpg"), file("b.jpg")]);
    calls[0]?.refuse({ words: "The connection broke off.", retry: true });
    await vi.waitFor(() => expect(stages()).toEqual(["failed", "sending"]));
    calls[1]?.refuse({ words: "This is not a photo.", retry: false });
    await vi.waitFor(() => expect(stages()).toEqual(["failed", "failed"]));
    queue.retry(2);
    expect(stages()).toEqual(["failed", "failed"]);
    queue.retry(1);
    calls[2]?.arrive();
    await vi.waitFor(() => expect(stages()).toEqual(["done", "failed"]));
  });

  it("stops a file that is under way and takes the next", async () => {
    const { calls, queue, stages } = setUp();
    queue.add([file("a.jpg"), file("b.jpg")]);
    queue.remove(1);
    expect(calls[0]?.signal.aborted).toBe(true);
    await vi.waitFor(() => expect(calls.map((call) => call.name)).toEqual(["a.jpg", "b.jpg"]));
    expect(stages()).toEqual(["sending"]);
  });
});
