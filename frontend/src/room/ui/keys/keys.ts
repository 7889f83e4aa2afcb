/**
 * Keys of the room. Single letters act only outside fields, and can be switched off
 * (WCAG 2.2, 2.1.4 Character Key Shortcuts).
 */
import { t } from "../../../i18n";

export type Shortcut =
  | "microphone"
  | "camera"
  | "hand"
  | "chat"
  | "minutes"
  | "agreement"
  | "listeners"
  | "host"
  | "help";

const KEYS: Record<string, Shortcut> = {
  m: "microphone",
  v: "camera",
  h: "hand",
  c: "chat",
  n: "minutes",
  a: "agreement",
  l: "listeners",
  o: "host",
  "?": "help",
};

const STORED = "maplebridge.keys";

/** Whether the person types: then letters are letters. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select") !== null;
}

/** What `event` asks for, if anything. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return null;
  if (isTyping(event.target)) return null;
  return KEYS[event.key.toLowerCase()] ?? null;
}

/** Every key with what it does, for the list that "?" opens. */
export function shortcutList(): { key: string; words: string }[] {
  return [
    { key: "M", words: t("Microphone on or off") },
    { key: "V", words: t("Camera on or off") },
    { key: "H", words: t("Raise or lower your hand") },
    { key: "C", words: t("Chat") },
    { key: "N", words: t("Minutes") },
    { key: "A", words: t("Agreement") },
    { key: "L", words: t("Who can hear you") },
    { key: "O", words: t("Host controls") },
    { key: "?", words: t("This list") },
  ];
}

export function keysOn(storage: Storage = localStorage): boolean {
  return storage.getItem(STORED) !== "off";
}

export function setKeys(on: boolean, storage: Storage = localStorage): void {
  storage.setItem(STORED, on ? "on" : "off");
}
