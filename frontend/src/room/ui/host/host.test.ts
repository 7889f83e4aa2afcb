import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { CAUCUS, known, noting, roomView, seat } from "../fixture";
import CaucusPicker from "./CaucusPicker.svelte";
import HostDrawer from "./HostDrawer.svelte";

const WAITING = {
  "user:3": seat("user:3", "party", "respondent", { place: "waiting" }),
  "user:4": seat("user:4", "representative", "respondent", { place: "waiting" }),
};

function drawer(changes: Parameters<typeof roomView>[0] = {}) {
  const { deeds, done } = noting();
  const onend = vi.fn();
  const room = roomView({ you: "user:1", ...changes });
  render(HostDrawer, { room, deeds, oncaucus: vi.fn(), onend });
  return { done, onend };
}

it("admits one, or everyone", async () => {
  const { done } = drawer({ seats: WAITING });
  await fireEvent.click(screen.getByRole("button", { name: "Admit Zhao Guoqiang" }));
  await fireEvent.click(screen.getByTestId("admit-all"));
  expect(done).toEqual([
    ["admit", ["user:3"]],
    ["admit", ["user:3", "user:4"]],
  ]);
});

it("has one filled button at most", () => {
  drawer({ seats: WAITING });
  const filled = screen
    .getAllByRole("button")
    .filter((one) => one.className.split(" ").includes("button"))
    .filter((one) => !/button--(secondary|link|danger)/.test(one.className));
  expect(filled).toHaveLength(1);
});

it("says that nobody waits", () => {
  drawer();
  expect(screen.getByText(/Nobody is waiting/)).toBeVisible();
});

it("says who is expected and has not come", () => {
  const seats = {
    "user:3": seat("user:3", "party", "respondent", { place: "outside", connected: false }),
    "user:4": seat("user:4", "representative", "respondent", { place: "joining" }),
  };
  drawer({ seats });
  const absent = screen.getByTestId("absent");
  expect([...absent.children].map((one) => one.textContent)).toEqual([
    expect.stringMatching(/Zhao Guoqiang.*Not here yet/s),
    expect.stringMatching(/Zhou Xiaoyan.*Getting ready/s),
  ]);
});

it("offers to start, to pause or to go on, as the sitting stands", () => {
  drawer({ state: { phase: "lobby" } });
  expect(screen.getByTestId("host-start")).toBeVisible();
  expect(screen.queryByTestId("host-pause")).toBeNull();
});

it("mutes who may be muted, and lets them unmute", async () => {
  const seats = { "user:3": seat("user:3", "party", "respondent", { muted: true }) };
  const { done } = drawer({ seats });
  await fireEvent.click(screen.getByRole("button", { name: "Mute Li Ming" }));
  await fireEvent.click(screen.getByRole("button", { name: "Let Zhao Guoqiang unmute" }));
  expect(done).toEqual([
    ["mute", "user:2"],
    ["allowUnmute", "user:3"],
  ]);
});

it("ends a private session instead of opening a second", () => {
  drawer({ state: { caucuses: { c1: CAUCUS } } });
  expect(screen.getByTestId("host-recall")).toBeVisible();
  expect(screen.queryByTestId("host-caucus")).toBeNull();
});

it("gives a clerk the waiting room and nothing that is the mediator's", () => {
  const people = { ...known().people, "user:5": { name: "Zhao Lin" } };
  drawer({ you: "user:5", people, seats: { "user:5": seat("user:5", "clerk", "") } });
  expect(screen.getByText("Waiting room")).toBeVisible();
  for (const id of ["host-start", "host-pause", "host-lock", "host-caucus", "host-end"])
    expect(screen.queryByTestId(id)).toBeNull();
});

it("opens a private session only with somebody", async () => {
  const onopen = vi.fn();
  render(CaucusPicker, { people: roomView({ you: "user:1" }).seats.slice(1), onopen });
  await fireEvent.click(screen.getByTestId("caucus-open"));
  expect(screen.getByRole("alert")).toHaveTextContent("Choose at least one person.");
  await fireEvent.click(screen.getByTestId("pick-user:2"));
  await fireEvent.click(screen.getByTestId("caucus-open"));
  expect(onopen.mock.calls).toEqual([[["user:2"]]]);
});
