import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";
import Sounds from "./Sounds.svelte";

afterEach(() => {
  vi.restoreAllMocks();
});

const sounds = new Map([["user:1", {} as MediaStream]]);

it("plays the others by itself", () => {
  const play = vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  render(Sounds, { sounds });
  expect(play).toHaveBeenCalledOnce();
  expect(screen.queryByTestId("hear")).toBeNull();
});

it("asks for a touch when the browser holds the sound back", async () => {
  const refusal = new DOMException("", "NotAllowedError");
  const play = vi.spyOn(HTMLMediaElement.prototype, "play").mockRejectedValueOnce(refusal);
  render(Sounds, { sounds });
  const button = await screen.findByTestId("hear");
  play.mockResolvedValueOnce();
  await fireEvent.click(button);
  expect(play).toHaveBeenCalledTimes(2);
  await vi.waitFor(() => expect(screen.queryByTestId("hear")).toBeNull());
});
