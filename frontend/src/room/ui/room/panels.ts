/** The three panels of a room: tabs beside the seats on a desk, one sheet with tabs on a phone. */
import { t } from "../../../i18n";

export type Panel = "minutes" | "agreement" | "chat";

export const PANELS: readonly Panel[] = ["minutes", "agreement", "chat"];

export function panelWords(panel: Panel): string {
  if (panel === "minutes") return t("Minutes");
  return panel === "agreement" ? t("Agreement") : t("Chat");
}

/** The tab that an arrow, Home or End leads to from `current`, or null for other keys. */
export function tabFor(key: string, current: Panel): Panel | null {
  const at = PANELS.indexOf(current);
  const last = PANELS.length - 1;
  if (key === "ArrowRight") return PANELS[at === last ? 0 : at + 1] ?? null;
  if (key === "ArrowLeft") return PANELS[at === 0 ? last : at - 1] ?? null;
  if (key === "Home") return PANELS[0] ?? null;
  return key === "End" ? (PANELS[last] ?? null) : null;
}
