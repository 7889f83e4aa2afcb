import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { noting } from "../fixture";
import type { Own } from "../model";
import ControlBar from "./ControlBar.svelte";

function bar(
  own: Partial<Own> = {},
  more: { hand?: number; unread?: number; speaks?: boolean } = {},
) {
  const { deeds, done } = noting();
  const onleave = vi.fn();
  render(ControlBar, {
    own: { microphone: "on", camera: true, screen: false, ...own },
    speaks: true,
    hand: 0,
    unread: 0,
    host: null,
    deeds,
    onchat: vi.fn(),
    onhost: vi.fn(),
    onleave,
    ...more,
  });
  return { done, onleave };
}

it("says with each control whether it is on", () => {
  bar({ camera: false });
  expect(screen.getByRole("button", { name: "On Mic" })).toHaveAttribute("data-state", "on");
  expect(screen.getByRole("button", { name: "Off Camera" })).toHaveAttribute("data-state", "off");
});

it("tells who is muted that the switch is locked", () => {
  bar({ microphone: "locked" });
  const microphone = screen.getByTestId("control-microphone");
  expect(microphone).toHaveTextContent("Locked");
  expect(microphone).toHaveAttribute("aria-disabled", "true");
});

it("raises and lowers the hand", async () => {
  const { done } = bar();
  await fireEvent.click(screen.getByTestId("control-hand"));
  expect(done).toEqual([["hand", true]]);
});

it("lowers a hand that is up", async () => {
  const { done } = bar({}, { hand: 1 });
  await fireEvent.click(screen.getByRole("button", { name: "1 Lower hand" }));
  expect(done).toEqual([["hand", false]]);
});

it("counts unread messages", () => {
  bar({}, { unread: 2 });
  expect(screen.getByTestId("control-chat")).toHaveTextContent("2");
});

it("leaves those who only observe with chat and the way out", () => {
  bar({}, { speaks: false });
  expect(screen.getAllByRole("button")).toHaveLength(2);
});
