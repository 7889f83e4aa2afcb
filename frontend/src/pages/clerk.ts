/** The clerk's list by keyboard: J and K move, Enter opens, / searches. The case shows beside the list. */

const typing = "input, textarea, select, [contenteditable]";

/** Listen on the desk, if the page has one. */
export function driveClerksDesk(root: Document): void {
  const desk = root.querySelector<HTMLElement>("[data-clerk]");
  const panel = root.querySelector<HTMLElement>("#panel");
  if (!desk || !panel) return;
  const rows = [...desk.querySelectorAll<HTMLAnchorElement>("[data-row]")];

  root.addEventListener("keydown", (event) => {
    const inside = (event.target as Element | null)?.closest(typing);
    if (inside || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") move(rows, 1, panel);
    else if (event.key === "k") move(rows, -1, panel);
    else if (event.key === "/") search(desk, event);
    else if (event.key === "Enter") open(event);
  });
}

function move(rows: HTMLAnchorElement[], step: number, panel: HTMLElement): void {
  const now = rows.findIndex((row) => row.closest(".is-selected"));
  const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
  if (!next) return;
  for (const row of rows) row.closest("tr")?.classList.toggle("is-selected", row === next);
  next.focus();
  void show(next, panel);
}

async function show(row: HTMLAnchorElement, panel: HTMLElement): Promise<void> {
  const answer = await fetch(row.dataset.panel ?? "");
  const words = await answer.text();
  const still = row.closest(".is-selected");
  if (answer.ok && still) panel.innerHTML = words;
}

function search(desk: HTMLElement, event: KeyboardEvent): void {
  event.preventDefault();
  desk.querySelector<HTMLElement>("[data-search]")?.focus();
}

function open(event: KeyboardEvent): void {
  const row = (event.target as Element | null)?.closest<HTMLAnchorElement>("[data-row]");
  if (!row?.dataset.case) return;
  event.preventDefault();
  window.location.assign(row.dataset.case);
}
