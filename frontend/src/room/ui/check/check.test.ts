import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import DeviceCheck from "./DeviceCheck.svelte";

/** A machine whose devices all fail to open in the same way. */
function machine(failure: string) {
  const refuse = () => Promise.reject(new DOMException("", failure));
  const mediaDevices = { getUserMedia: refuse, enumerateDevices: async () => [] };
  vi.stubGlobal("navigator", { mediaDevices });
}

beforeEach(() => {
  vi.stubGlobal("fetch", async () => new Response("ok"));
});

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

function check() {
  const onenter = vi.fn();
  render(DeviceCheck, { when: "today", host: "Wang Fang", ready: true, onenter });
  const enter = () => fireEvent.click(screen.getByTestId("enter-waiting"));
  return { onenter, enter };
}

async function tickAll() {
  for (const box of screen.getAllByRole("checkbox")) await fireEvent.click(box);
}

it("does not let in whoever has not ticked the rules, and names them", async () => {
  machine("NotFoundError");
  const { onenter, enter } = check();
  await fireEvent.click(screen.getByTestId("rule-alone"));
  await enter();
  expect(onenter).not.toHaveBeenCalled();
  const banner = await screen.findByTestId("rules-missing");
  expect(banner).toHaveTextContent("2 rules are not ticked yet");
  expect(banner.querySelectorAll("a")).toHaveLength(2);
  await vi.waitFor(() => expect(banner).toHaveFocus());
  expect(screen.getByTestId("rule-no_recording")).toHaveAttribute("aria-invalid", "true");
  expect(screen.getByTestId("rule-alone")).toHaveAttribute("aria-invalid", "false");
});

it("lets people in without camera and microphone, and says what was found", async () => {
  machine("NotFoundError");
  const { onenter, enter } = check();
  await vi.waitFor(() => expect(screen.getByTestId("check-network").dataset.tone).toBe("ok"));
  await tickAll();
  await enter();
  expect(onenter).toHaveBeenCalledOnce();
  expect(onenter.mock.calls[0]?.[0].result).toEqual({
    camera: "none",
    microphone: "none",
    speaker: "none",
    network: "good",
  });
});

it("says what to do about a camera that another program uses", async () => {
  machine("NotReadableError");
  check();
  const told = await screen.findByTestId("camera-trouble");
  expect(told).toHaveAttribute("data-trouble", "busy");
  expect(told).toHaveTextContent("Close other calls and camera apps, then try again.");
});

it("remembers who goes without a camera", async () => {
  machine("NotAllowedError");
  const { onenter, enter } = check();
  await fireEvent.click(await screen.findByTestId("without-camera"));
  await tickAll();
  await enter();
  expect(onenter.mock.calls[0]?.[0].choice.noCamera).toBe(true);
});

it("waits for the connection", async () => {
  machine("NotFoundError");
  const onenter = vi.fn();
  render(DeviceCheck, { when: "", host: "", ready: false, onenter });
  await tickAll();
  await fireEvent.click(screen.getByTestId("enter-waiting"));
  expect(onenter).not.toHaveBeenCalled();
  expect(screen.getByTestId("enter-waiting")).toHaveAttribute("aria-busy", "true");
});
