/** What a screen reader is told when the room changes: the news only, in one polite sentence each. */
import { t } from "../../i18n";
import type { RoomView, Seat } from "./model";
import { nameList } from "./words";

function ids(seats: readonly Seat[]): Set<string> {
  return new Set(seats.map((seat) => seat.id));
}

function people(before: RoomView, after: RoomView): string[] {
  // Going into a private session and back changes who is shown, not who has come.
  if (before.caucus?.id !== after.caucus?.id) return [];
  const were = ids(before.seats);
  const are = ids(after.seats);
  const came = after.seats.filter((seat) => !were.has(seat.id) && !seat.you);
  const went = before.seats.filter((seat) => !are.has(seat.id) && !seat.you);
  return [
    ...came.map((seat) => t("%(name)s came into the room.", { name: seat.name })),
    ...went.map((seat) => t("%(name)s is no longer in the room.", { name: seat.name })),
  ];
}

function waiters(before: RoomView, after: RoomView): string[] {
  const were = ids(before.waiting);
  return after.waiting
    .filter((seat) => !were.has(seat.id))
    .map((seat) => t("%(name)s is in the waiting room.", { name: seat.name }));
}

function lines(before: RoomView, after: RoomView): string[] {
  if (before.caucus?.id !== after.caucus?.id) return [];
  const last = before.chat.at(-1)?.seq ?? 0;
  return after.chat
    .filter((line) => line.seq > last && !line.mine)
    .map((line) => t("%(name)s writes: %(words)s", { name: line.from, words: line.words }));
}

function yourself(before: RoomView, after: RoomView): string[] {
  const said: string[] = [];
  if (after.you.muted && !before.you.muted) said.push(t("The host has muted you."));
  if (!after.you.muted && before.you.muted) said.push(t("You may switch your microphone on."));
  return said;
}

function phase(before: RoomView, after: RoomView): string[] {
  if (before.phase === after.phase) return [];
  if (after.phase === "in_session") return [t("The sitting is in session.")];
  if (after.phase === "paused") return [t("The sitting is paused.")];
  return after.phase === "closed" ? [t("The sitting is closed.")] : [];
}

function caucus(before: RoomView, after: RoomView): string[] {
  if (before.caucus?.id === after.caucus?.id) return [];
  if (!after.caucus) return [t("The private session is over.")];
  const names = nameList(after.caucus.members.map((seat) => seat.name));
  return [t("Private session. Only these people are in it: %(names)s.", { names })];
}

function elsewhere(before: RoomView, after: RoomView): string[] {
  const known = new Set(before.elsewhere.map((one) => one.id));
  return after.elsewhere
    .filter((one) => !known.has(one.id))
    .map((one) =>
      t("%(host)s is speaking privately with %(names)s.", {
        host: one.opener,
        names: nameList(one.names),
      }),
    );
}

/** The sentences that lead from `before` to `after`. */
export function news(before: RoomView, after: RoomView): string[] {
  return [
    ...phase(before, after),
    ...caucus(before, after),
    ...elsewhere(before, after),
    ...yourself(before, after),
    ...people(before, after),
    ...waiters(before, after),
    ...lines(before, after),
  ];
}
