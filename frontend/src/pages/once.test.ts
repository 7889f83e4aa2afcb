import { fireEvent } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import "./once";

let form: HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = '<form data-once><button data-busy="Sending">Send</button></form>';
  form = document.querySelector("form") as HTMLFormElement;
});

test("the second press is held back, and the button says why", () => {
  expect(fireEvent.submit(form)).toBe(true);
  expect(fireEvent.submit(form)).toBe(false);
  expect(form.querySelector("button")).toHaveTextContent("Sending");
  expect(form.querySelector("button")).toHaveAttribute("aria-busy", "true");
});

test("coming back finds the form ready", () => {
  fireEvent.submit(form);
  window.dispatchEvent(new Event("pageshow"));
  expect(form.querySelector("button")).toHaveTextContent("Send");
  expect(fireEvent.submit(form)).toBe(true);
});
