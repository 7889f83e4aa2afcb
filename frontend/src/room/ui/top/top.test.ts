import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { CAUCUS, roomView } from "../fixture";
import Listeners from "./Listeners.svelte";
import TopLine from "./TopLine.svelte";

function line(changes: Parameters<typeof roomView>[0] = {}, desk = false) {
  const onlisteners = vi.fn();
  render(TopLine, { room: roomView(changes), number: "417", clock: "14:42", desk, onlisteners });
  return { onlisteners, button: screen.getByTestId("listeners") };
}

it("says that nothing is recorded and how many hear, and lists them when pressed", async () => {
  const { button, onlisteners } = line();
  expect(button).toHaveTextContent("Not recorded");
  expect(button).toHaveTextContent("3 people hear you");
  await fireEvent.click(button);
  expect(onlisteners).toHaveBeenCalledOnce();
});

it("names the only listener in a private session", () => {
  const { button } = line({ state: { caucuses: { c1: CAUCUS } } });
  expect(button).toHaveTextContent("only Wang Fang can hear you");
});

it("tells on a desk which case it is, and how the sitting stands", () => {
  line({ state: { phase: "paused" } }, true);
  expect(screen.getByText("417")).toBeVisible();
  expect(screen.getByTestId("phase")).toHaveTextContent("Paused");
});

it("lists exactly the listeners", () => {
  render(Listeners, { listeners: roomView().listeners, on: true });
  const ids = screen.getAllByRole("listitem").map((item) => item.dataset.listener);
  expect(ids).toEqual(["user:1", "user:3", "user:4"]);
});
