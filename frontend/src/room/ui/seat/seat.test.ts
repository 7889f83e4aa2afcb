import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { CAUCUS, roomView, seat } from "../fixture";
import type { Seat as SeatView } from "../model";
import Seat from "./Seat.svelte";

/** The second side's seat, drawn. */
function draw(more: Parameters<typeof seat>[3], camera: MediaStream | null = null) {
  const room = roomView({ seats: { "user:3": seat("user:3", "party", "respondent", more) } });
  const one = room.seats[2] as SeatView;
  return render(Seat, { seat: one, camera, compact: false }).container;
}

const stream = {} as MediaStream;

it("carries whose it is, a name, a role and a state in words", () => {
  const drawn = draw({});
  expect(drawn.querySelector('[data-seat="user:3"]')).not.toBeNull();
  expect(screen.getByText("Zhao Guoqiang")).toBeVisible();
  expect(screen.getByText("Respondent")).toBeVisible();
  expect(drawn).toHaveTextContent("Microphone on");
});

it("shows the picture while there is one", () => {
  expect(draw({}, stream).querySelector("video")).not.toBeNull();
});

it("says so when the camera is off, also if a track is still there", () => {
  const drawn = draw({ camera: false }, stream);
  expect(drawn.querySelector("video")).toBeNull();
  expect(screen.getByText("Camera off")).toBeVisible();
});

it("shows nobody's last picture when the line is lost", () => {
  const drawn = draw({ connected: false }, stream);
  expect(drawn.querySelector("video")).toBeNull();
  expect(screen.getAllByText("Reconnecting")).toHaveLength(2);
});

it("hides who is in a private session elsewhere", () => {
  const room = roomView({ you: "user:3", state: { caucuses: { c1: CAUCUS } } });
  const mediator = room.seats[0] as SeatView;
  const { container } = render(Seat, { seat: mediator, camera: stream, compact: false });
  expect(container.querySelector("video")).toBeNull();
  expect(screen.getByText("In a private session")).toBeVisible();
});

it("tells the place of a raised hand", () => {
  const room = roomView({ state: { hands: ["user:1", "user:2"] } });
  render(Seat, { seat: room.you, camera: null, compact: false });
  expect(screen.getByTestId("raised")).toHaveTextContent("Hand raised: 2");
});
