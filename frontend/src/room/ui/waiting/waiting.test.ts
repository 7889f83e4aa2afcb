import { render, screen } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { Standing } from "../../apply";
import WaitingRoom from "./WaitingRoom.svelte";

function wait(standing: Standing | null): void {
  const host = { id: "user:3", name: "王芳", role: "Mediator", you: false, standing };
  render(WaitingRoom, {
    expected: [{ ...host, colour: 1 }],
    host: host.name,
    begins: "",
    onrecheck: () => undefined,
    onleave: () => undefined,
  });
}

test("a host who is there knows of who waits", () => {
  wait("in_hearing");
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("王芳 knows");
});

test.each([null, "not_signed_in", "gone"] as const)(
  "nothing is claimed of one who is %s",
  (here) => {
    wait(here);
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent(
      "You are in the waiting room",
    );
  },
);
