import { fireEvent, screen } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import "./copy";

const copied: string[] = [];

function clipboard(writeText: (text: string) => Promise<void>): void {
  Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
}

beforeEach(() => {
  document.body.innerHTML =
    '<button data-copy="https://x.example/1">copy</button><p id="toast"></p>';
});

test("copies and says so", async () => {
  clipboard(async (text) => void copied.push(text));
  fireEvent.click(screen.getByText("copy"));
  expect(await screen.findByText("Copied")).toBeVisible();
  expect(copied).toEqual(["https://x.example/1"]);
});

test("a browser that forbids it is no dead end", async () => {
  clipboard(() => Promise.reject(new Error("denied")));
  fireEvent.click(screen.getByText("copy"));
  expect(await screen.findByText(/by hand/)).toBeVisible();
});
