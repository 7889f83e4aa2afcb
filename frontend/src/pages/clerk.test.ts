import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { driveClerksDesk } from "./clerk";

const row = (n: number) =>
  `<tr><th><a href="?case=${n}" data-row data-panel="/panel/${n}" data-case="#open-${n}">${n}</a></th></tr>`;

const selected = () => document.querySelector(".is-selected a")?.textContent;

function press(key: string, target: Element | null = document.activeElement): void {
  (target ?? document.body).dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
  );
}

describe("the clerk's desk", () => {
  beforeEach(() => {
    vi.stubGlobal("fetch", async (url: string) => new Response(`case at ${url}`));
    document.documentElement.innerHTML = "<body></body>";
    document.body.innerHTML = `<div data-clerk><input data-search><table>${row(1)}${row(2)}</table><aside id="panel"></aside></div>`;
  });

  afterEach(() => vi.unstubAllGlobals());

  it("moves with J and K, stops at the ends, and shows the case", async () => {
    driveClerksDesk(document);
    press("j");
    expect(selected()).toBe("1");
    press("j");
    press("j");
    expect(selected()).toBe("2");
    await vi.waitFor(() =>
      expect(document.querySelector("#panel")?.textContent).toBe("case at /panel/2"),
    );
    press("k");
    expect(selected()).toBe("1");
  });

  it("goes to the search with /, and typing there moves nothing", () => {
    driveClerksDesk(document);
    press("/");
    expect(document.activeElement?.hasAttribute("data-search")).toBe(true);
    press("j");
    expect(selected()).toBeUndefined();
  });

  it("opens the case with Enter", () => {
    driveClerksDesk(document);
    press("j");
    press("Enter");
    expect(window.location.hash).toBe("#open-1");
  });
});
