import { afterEach, expect, it } from "vitest";
import { keysOn, setKeys, shortcutOf } from "./keys";

afterEach(() => {
  localStorage.clear();
  document.body.replaceChildren();
});

/** What pressing `key` in `element` asks for. */
function pressed(key: string, element: HTMLElement = document.body, more: KeyboardEventInit = {}) {
  document.body.append(element);
  let asked: ReturnType<typeof shortcutOf> = null;
  const hear = (event: KeyboardEvent) => {
    asked = shortcutOf(event);
  };
  window.addEventListener("keydown", hear);
  element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  window.removeEventListener("keydown", hear);
  return asked;
}

it("acts on single letters outside fields", () => {
  const button = document.createElement("button");
  expect(pressed("m", button)).toBe("microphone");
  expect(pressed("V", button)).toBe("camera");
  expect(pressed("?", button)).toBe("help");
  expect(pressed("x", button)).toBeNull();
});

it.each(["input", "textarea", "select"])("leaves letters to a person who types in %s", (tag) => {
  expect(pressed("m", document.createElement(tag))).toBeNull();
});

it("leaves the browser's own combinations alone", () => {
  expect(pressed("c", document.createElement("p"), { ctrlKey: true })).toBeNull();
  expect(pressed("m", document.createElement("p"), { repeat: true })).toBeNull();
});

it("can be switched off, and that is remembered", () => {
  expect(keysOn()).toBe(true);
  setKeys(false);
  expect(keysOn()).toBe(false);
});
