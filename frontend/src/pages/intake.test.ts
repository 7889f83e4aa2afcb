import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepDrafts } from "./intake";

const PAGE = `<form data-draft="/cases/1/draft/"><input type="hidden" name="csrfmiddlewaretoken" value="token">
  <div class="field" data-field="amount"><p class="field-error" hidden><span></span></p><input name="amount"></div>
  <span data-saved></span></form>`;

type Answer = { status?: number; body?: unknown };
const calls: { url: string; body: string }[] = [];
let answers: (Answer | Error)[] = [];

function type(value: string): void {
  const field = document.querySelector<HTMLInputElement>("[name=amount]");
  if (!field) throw new Error("no field");
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const status = () => document.querySelector("[data-saved]")?.textContent ?? "";
const saved = (errors: Record<string, string> = {}): Answer => ({
  body: { saved_at: "14:03", errors },
});

describe("an application", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    calls.length = 0;
    vi.stubGlobal("fetch", async (url: string, options: RequestInit) => {
      calls.push({ url, body: String(options.body) });
      const answer = answers.shift() ?? saved();
      if (answer instanceof Error) throw answer;
      return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
    });
    document.body.innerHTML = PAGE;
    keepDrafts(document);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    answers = [];
  });

  it("is saved once, a little after the typing stops", async () => {
    type("86");
    await vi.advanceTimersByTimeAsync(300);
    type("8600");
    await vi.advanceTimersByTimeAsync(2000);
    expect(calls).toEqual([{ url: "/cases/1/draft/", body: "amount=8600" }]);
    expect(status()).toBe("Saved 14:03");
  });

  it("is tried again until it is saved, and nothing is lost", async () => {
    answers = [new Error("offline"), { status: 502, body: {} }, saved()];
    type("8600");
    await vi.advanceTimersByTimeAsync(800);
    expect(status()).toContain("Not saved yet");
    await vi.advanceTimersByTimeAsync(9000);
    expect(calls.length).toBe(3);
    expect(calls[2]?.body).toBe("amount=8600");
    expect(status()).toBe("Saved 14:03");
  });

  it("saves what was typed while a save was on its way", async () => {
    type("8600");
    await vi.advanceTimersByTimeAsync(699);
    type("9000");
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls.at(-1)?.body).toBe("amount=9000");
  });

  it("marks what is wrong and unmarks it when it is right", async () => {
    answers = [saved({ amount: "Write the amount" }), saved({ amount: "" })];
    type("x");
    await vi.advanceTimersByTimeAsync(2000);
    expect(document.querySelector(".field--bad .field-error span")?.textContent).toBe(
      "Write the amount",
    );
    type("5");
    await vi.advanceTimersByTimeAsync(2000);
    expect(document.querySelector(".field--bad")).toBeNull();
  });

  it("says so when the application was sent already", async () => {
    answers = [{ status: 409, body: { message: "sent already" } }];
    type("5");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(status()).toBe("sent already");
    expect(calls.length).toBe(1);
  });
});
