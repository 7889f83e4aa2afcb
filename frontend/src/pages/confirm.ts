/** `data-confirm="What will be lost"`: asks in a dialog before a button or a link acts. */
import { t } from "../i18n";

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

function onClick(event: MouseEvent): void {
  const asker = (event.target as Element).closest<HTMLElement>("[data-confirm]");
  if (!asker || confirmed.delete(asker)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(asker).then((yes) => {
    if (!yes) return;
    confirmed.add(asker);
    asker.click();
  });
}

/** Before anyone else hears the click, htmx included. */
document.addEventListener("click", onClick, { capture: true });
