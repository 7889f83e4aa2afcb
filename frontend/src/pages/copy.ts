/** `data-copy="text"`: copies the text and says so. */
import { t } from "../i18n";
import { say } from "./toast";

document.addEventListener("click", async (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    say(t("Copied"));
  } catch {
    say(t("Could not copy. Please copy it by hand."));
  }
});
