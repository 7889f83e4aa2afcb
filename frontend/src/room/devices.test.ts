import { afterEach, describe, expect, it, vi } from "vitest";
import { advice, keepChoice, nextCamera, openCamera, recallChoice, troubleOf } from "./devices";

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

describe("a device that does not start", () => {
  it.each([
    ["NotAllowedError", "denied"],
    ["SecurityError", "denied"],
    ["NotReadableError", "busy"],
    ["AbortError", "busy"],
    ["NotFoundError", "missing"],
    ["OverconstrainedError", "missing"],
    ["SomethingElse", "failed"],
  ])("by %s is %s", (name, trouble) => {
    expect(troubleOf(new DOMException("", name))).toBe(trouble);
  });

  it("in a page without https says so", async () => {
    vi.stubGlobal("navigator", {});
    const error = await openCamera().catch((reason: unknown) => reason);
    expect(troubleOf(error)).toBe("insecure");
    expect(advice("camera", "insecure").remedy).toContain("https");
  });

  it("comes with something to do, for each device", () => {
    expect(advice("camera", "busy").wrong).toBe("Your camera is used by another program.");
    expect(advice("microphone", "busy").remedy).not.toBe(advice("camera", "busy").remedy);
  });
});

describe("the choice of devices", () => {
  it("is remembered on this machine", () => {
    const choice = { camera: "c", microphone: "m", speaker: "s", noCamera: true };
    keepChoice(choice);
    expect(recallChoice()).toEqual(choice);
  });

  it("is the browser's when nothing, or nonsense, was kept", () => {
    const none = { camera: "", microphone: "", speaker: "", noCamera: false };
    expect(recallChoice()).toEqual(none);
    localStorage.setItem("maplebridge.devices", "{");
    expect(recallChoice()).toEqual(none);
  });

  it("goes round the cameras, if there are several", () => {
    const cameras = ["a", "b"].map((deviceId) => ({ deviceId }) as MediaDeviceInfo);
    expect(nextCamera(cameras, "a")).toBe("b");
    expect(nextCamera(cameras, "b")).toBe("a");
    expect(nextCamera(cameras.slice(1), "b")).toBe("");
  });
});
