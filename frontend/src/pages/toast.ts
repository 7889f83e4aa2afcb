/** A sentence at the foot of the screen, read aloud, gone after a while. */
const STAYS = 5000;
let timer: number | undefined;

/** Say it; a newer sentence takes its place. */
export function say(words: string): void {
  const toast = document.getElementById("toast");
  if (!toast) return;
  toast.textContent = words;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    toast.textContent = "";
  }, STAYS);
}
