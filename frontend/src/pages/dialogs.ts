/** `data-opens="id"` opens a dialog, `data-closes` inside it closes it; so does a press beside it. */
function onClick(event: MouseEvent): void {
  const target = event.target as Element;
  const opener = target.closest<HTMLElement>("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  } else if (target.closest("[data-closes]")) {
    target.closest("dialog")?.close();
  } else if (target instanceof HTMLDialogElement) {
    target.close();
  }
}

/** A menu closes when the reader turns elsewhere or presses Escape. */
function closeMenus(except: Element | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", onClick);
document.addEventListener("click", (event) => {
  closeMenus((event.target as Element).closest("details.menu"));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = (event.target as Element).closest?.("details.menu[open]");
  closeMenus(null);
  menu?.querySelector("summary")?.focus();
});
