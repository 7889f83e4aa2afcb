import { fireEvent, screen, waitFor } from "@testing-library/dom";
import { beforeEach, expect, test, vi } from "vitest";
import "./confirm";

const acted = vi.fn();

/** jsdom draws no dialogs: open, close and the form's method are what a browser does. */
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};
document.addEventListener("submit", (event) => {
  const dialog = (event.target as Element).closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  dialog.returnValue = ((event as SubmitEvent).submitter as HTMLButtonElement).value;
  dialog.dispatchEvent(new Event("close"));
});

beforeEach(() => {
  acted.mockReset();
  document.body.innerHTML =
    '<button data-confirm="The draft is lost." data-confirm-do="Delete">x</button>';
  document.querySelector("button")?.addEventListener("click", acted);
});

test("nothing happens before the reader agrees, and once after", async () => {
  fireEvent.click(screen.getByText("x"));
  expect(acted).not.toHaveBeenCalled();
  expect(screen.getByText("The draft is lost.")).toBeVisible();
  fireEvent.click(screen.getByText("Delete"));
  await waitFor(() => expect(acted).toHaveBeenCalledTimes(1));
  expect(document.querySelector("dialog")).toBeNull();
});

test("a refusal changes nothing, and the next press asks again", async () => {
  fireEvent.click(screen.getByText("x"));
  fireEvent.click(screen.getByText("Cancel"));
  await waitFor(() => expect(document.querySelector("dialog")).toBeNull());
  fireEvent.click(screen.getByText("x"));
  expect(document.querySelector("dialog")).not.toBeNull();
  expect(acted).not.toHaveBeenCalled();
});

function panel(version: number): void {
  document.body.innerHTML = `<p id="toast"></p><form><input name="version" value="${version}">
    <input name="csrfmiddlewaretoken" value="${Math.random()}">
    <button id="freeze" data-confirm="Final.">x</button></form>`;
  document.getElementById("freeze")?.addEventListener("click", (event) => {
    event.preventDefault();
    acted();
  });
}

/** The panel is drawn again while its dialog stands open. */
async function confirmAfterRenewal(before: number, after: number): Promise<void> {
  panel(before);
  fireEvent.click(screen.getByText("x"));
  const dialog = document.querySelector("dialog") as HTMLDialogElement;
  panel(after);
  document.body.append(dialog);
  fireEvent.click(screen.getByText("Go on"));
  await waitFor(() => expect(document.querySelector("dialog")).toBeNull());
}

test("a page renewed meanwhile still acts when it would send the same", async () => {
  await confirmAfterRenewal(1, 1);
  await waitFor(() => expect(acted).toHaveBeenCalledTimes(1));
});

test("what has changed meanwhile is not done, and the reader is told", async () => {
  await confirmAfterRenewal(1, 2);
  await waitFor(() => expect(screen.getByText(/has changed meanwhile/)).toBeVisible());
  expect(acted).not.toHaveBeenCalled();
});
