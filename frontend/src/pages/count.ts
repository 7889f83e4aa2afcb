/** `data-count` on a field with `maxlength`: how much room is left, said under the field. */
import { tn } from "../i18n";

type Field = HTMLTextAreaElement | HTMLInputElement;

/** The sentence under a field that may hold `limit` characters and holds `length`. */
export function roomLeft(length: number, limit: number): string {
  const left = limit - length;
  return left < 0
    ? tn("%(count)s character too many", "%(count)s characters too many", -left)
    : tn("%(count)s character left", "%(count)s characters left", left);
}

/** Characters as people count them: 𠮷 and 👍 are one each, as Python counts them too. */
export function characters(text: string): number {
  return [...text].length;
}

function update(field: Field): void {
  const limit = Number(field.dataset.count || field.getAttribute("maxlength"));
  let note = field.nextElementSibling;
  if (!note?.classList.contains("count")) {
    note = document.createElement("p");
    note.className = "count";
    field.after(note);
  }
  const length = characters(field.value);
  note.textContent = roomLeft(length, limit);
  note.classList.toggle("is-over", length > limit);
  note.setAttribute("role", length > limit * 0.9 ? "status" : "none");
}

/** Show the room left under every counted field of `root`. */
export function showCounts(root: ParentNode): void {
  root.querySelectorAll<Field>("[data-count]").forEach(update);
}

document.addEventListener("input", (event) => {
  const field = event.target as Field;
  if (field.matches("[data-count]")) update(field);
});
