/** `data-confirm="What will be lost"`: asks in a dialog before a button or a link acts. */
import { t } from "../i18n";
import { say } from "./toast";

const confirmed = new WeakSet<HTMLElement>();

function button(words: string, kind: string, value: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.className = `button ${kind}`;
  made.value = value;
  made.textContent = words;
  return made;
}

function dialogFor(asker: HTMLElement): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "confirm-title");
  const title = document.createElement("h2");
  title.id = "confirm-title";
  title.textContent = t("Are you sure?");
  const words = document.createElement("p");
  words.textContent = asker.dataset.confirm ?? "";
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "actions";
  form.append(
    button(asker.dataset.confirmDo ?? t("Go on"), "button--danger", "yes"),
    button(t("Cancel"), "button--secondary", ""),
  );
  dialog.append(title, words, form);
  return dialog;
}

/** Ask; resolves to whether the reader agreed. Escape is a no, and focus returns to the asker. */
export function ask(asker: HTMLElement): Promise<boolean> {
  const dialog = dialogFor(asker);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      asker.focus();
      resolve(dialog.returnValue === "yes");
    });
  });
}

/** What the button's form would send, without the token that each page has anew. */
function wouldSend(asker: HTMLElement): string {
  const form = asker instanceof HTMLButtonElement ? asker.form : null;
  const fields = new URLSearchParams(form ? [...new FormData(form)].map(toText) : []);
  fields.delete("csrfmiddlewaretoken");
  return fields.toString();
}

function toText([name, value]: [string, FormDataEntryValue]): [string, string] {
  return [name, String(value)];
}

/** The page may have been renewed while the dialog was open: the same button, if it still is one. */
function renewed(asker: HTMLElement): HTMLElement | null {
  if (asker.isConnected) return asker;
  const now = asker.id ? document.getElementById(asker.id) : null;
  return now && wouldSend(now) === wouldSend(asker) ? now : null;
}

function act(asker: HTMLElement): void {
  const now = renewed(asker);
  if (now) {
    confirmed.add(now);
    now.click();
  } else say(t("This has changed meanwhile. Please look at it once more."));
}

function onClick(event: MouseEvent): void {
  const asker = (event.target as Element).closest<HTMLElement>("[data-confirm]");
  if (!asker || confirmed.delete(asker)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(asker).then((yes) => {
    if (yes) act(asker);
  });
}

/** Before anyone else hears the click, htmx included. */
document.addEventListener("click", onClick, { capture: true });
