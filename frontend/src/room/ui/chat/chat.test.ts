import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import Chat from "./Chat.svelte";

function chat(inside = false) {
  const say = vi.fn();
  const at = "2026-11-22T06:40:00Z";
  const lines = [
    { seq: 1, from: "Wang Fang", mine: false, words: "<b>Hello</b>", at, scope: "all" as const },
    { seq: 2, from: "Li Ming", mine: true, words: "Good day", at, scope: "staff" as const },
  ];
  render(Chat, { lines, inside, speaks: true, say });
  return say;
}

async function send(words: string) {
  const field = screen.getByTestId("chat-words");
  await fireEvent.input(field, { target: { value: words } });
  await fireEvent.submit(field.closest("form") as HTMLFormElement);
}

it("shows words as they were typed, and to whom they went", () => {
  chat();
  const [first, second] = screen.getByTestId("chat-lines").children;
  expect(first).toHaveTextContent("<b>Hello</b>");
  expect(second).toHaveTextContent("To mediator and clerk");
});

it("sends to everyone unless another receiver is chosen", async () => {
  const say = chat();
  await send(" yes ");
  await fireEvent.change(screen.getByTestId("chat-scope"), { target: { value: "staff" } });
  await send("secret");
  await send("   ");
  expect(say.mock.calls).toEqual([
    ["yes", "all"],
    ["secret", "staff"],
  ]);
});

it("leaves no choice of receiver in a private session", async () => {
  const say = chat(true);
  expect(screen.queryByTestId("chat-scope")).toBeNull();
  await send("between us");
  expect(say).toHaveBeenCalledWith("between us", "caucus");
});
