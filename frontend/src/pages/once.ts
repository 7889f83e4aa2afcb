/** `<form data-once>`: a second press does not send twice; `data-busy` on the button says why. */
const BUSY = "aria-busy";

function rest(form: HTMLFormElement): void {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll<HTMLElement>(`button[${BUSY}]`)) {
    button.removeAttribute(BUSY);
    if (button.dataset.words !== undefined) button.textContent = button.dataset.words;
  }
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter ?? form.querySelector("button");
  if (!(button instanceof HTMLElement)) return;
  button.setAttribute(BUSY, "true");
  if (button.dataset.busy) {
    button.dataset.words = button.textContent ?? "";
    button.textContent = button.dataset.busy;
  }
}

document.addEventListener("submit", onSubmit);
/** Coming back by the back button finds the form ready again. */
window.addEventListener("pageshow", () => {
  document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach(rest);
});
