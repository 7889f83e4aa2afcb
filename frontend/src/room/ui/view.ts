/** From the room's state to what one person's screen shows. Pure: the time comes as an argument. */
import type { Seat as RawSeat, Role, RoomState } from "../../protocol/messages.gen";
import { MAY_SEND } from "../../protocol/messages.gen";
import { caucusOf, isStaff, standing } from "../apply";
import { receivers } from "../audience";
import type { Room } from "../store";
import type {
  Allowed,
  Caucus,
  ChatLine,
  Draft,
  Elsewhere,
  Expected,
  Invitation,
  Listener,
  MinutesEntry,
  RoomView,
  Seat,
  SeatId,
  Stage,
} from "./model";
import { roleWords } from "./words";

/** What the room's store knows of the room. */
export type Known = Pick<Room, "state" | "people" | "chat" | "minutes" | "typing" | "you">;

/** The seats that this browser hears speaking. */
export type Speaking = ReadonlySet<SeatId>;

/** A person as the page names them before the room may. */
export interface Invited {
  seat: SeatId;
  name: string;
  role: Role;
  side: RawSeat["side"];
}

const HOSTS: readonly Role[] = ["mediator", "judge"];

const ORDER: readonly string[] = [
  "mediator",
  "judge",
  "clerk",
  "interpreter",
  "party/claimant",
  "representative/claimant",
  "party/respondent",
  "representative/respondent",
];

type Placed = Pick<RawSeat, "role" | "side">;

function rank(seat: Placed): number {
  const sided = `${seat.role}/${seat.side}`;
  const at = ORDER.findIndex((one) => one === seat.role || one === sided);
  return at < 0 ? ORDER.length : at;
}

/** Those who lead, those who help, one side, the other side: as people sit in a courtroom. */
export function inCourtroomOrder<Somebody extends Placed & { id: SeatId }>(
  seats: readonly Somebody[],
): Somebody[] {
  return [...seats].sort(
    (a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id, "en", { numeric: true }),
  );
}

/** A person's colour, told by their place so that it is the same on every page. */
export function colourOf(seat: Placed): Seat["colour"] {
  if (HOSTS.includes(seat.role)) return 1;
  if (seat.role !== "party") return 4;
  return seat.side === "respondent" ? 3 : 2;
}

/** Whom the sound of `you` reaches once it is on. */
export function listenersOf(state: RoomState, you: SeatId): RawSeat[] {
  const me = state.seats[you];
  if (!me) return [];
  const heard = {
    ...state,
    seats: { ...state.seats, [you]: { ...me, microphone: true, muted: false } },
  };
  const ids = receivers(heard, you, "audio");
  return inCourtroomOrder(Object.values(state.seats)).filter((seat) => ids.includes(seat.id));
}

function named(known: Known, id: SeatId): string {
  return known.people[id]?.name ?? "";
}

function seatOf(known: Known, raw: RawSeat, speaking: Speaking): Seat {
  const away = caucusOf(known.state, raw.id)?.id !== caucusOf(known.state, known.you)?.id;
  return {
    id: raw.id,
    name: named(known, raw.id),
    role: roleWords(raw.role, raw.side),
    shortRole: roleWords(raw.role, raw.role === "party" ? raw.side : ""),
    you: raw.id === known.you,
    colour: colourOf(raw),
    standing: standing(known.state, raw),
    staff: isStaff(raw),
    microphone: raw.microphone && !raw.muted,
    muted: raw.muted,
    camera: raw.camera,
    screen: raw.screen,
    hand: known.state.hands.indexOf(raw.id) + 1,
    network: raw.network === "none" ? null : raw.network,
    away,
    speaking: !away && speaking.has(raw.id) && raw.connected && raw.microphone && !raw.muted,
  };
}

function allowed(role: Role): Allowed {
  const may = (message: string) => MAY_SEND[message]?.includes(role) ?? false;
  return {
    admit: may("admit"),
    mute: may("mute"),
    caucus: may("open_caucus"),
    conduct: may("start"),
    minute: may("minute"),
    speak: may("say"),
  };
}

function insideOf(known: Known, speaking: Speaking): Seat[] {
  return inCourtroomOrder(Object.values(known.state.seats))
    .filter((raw) => raw.place === "inside" && (raw.role !== "observer" || raw.id === known.you))
    .map((raw) => seatOf(known, raw, speaking));
}

function myCaucus(known: Known, inside: Seat[], now: number): Caucus | null {
  const raw = caucusOf(known.state, known.you);
  const opener = inside.find((seat) => seat.id === raw?.opened_by);
  if (!raw || !opener) return null;
  const open = Object.entries(raw.invited).filter(([, until]) => Date.parse(until) > now);
  return {
    id: raw.id,
    opener,
    members: inside.filter((seat) => raw.members.includes(seat.id)),
    outside: inside.filter((seat) => !raw.members.includes(seat.id)),
    asked: open.map(([id]) => named(known, id)),
  };
}

function elsewhere(known: Known): Elsewhere[] {
  return Object.values(known.state.caucuses)
    .filter((raw) => !raw.members.includes(known.you) && raw.members.length > 1)
    .map((raw) => ({
      id: raw.id,
      opener: named(known, raw.opened_by),
      names: raw.members.filter((id) => id !== raw.opened_by).map((id) => named(known, id)),
    }));
}

function invitation(known: Known, now: number): Invitation | null {
  for (const raw of Object.values(known.state.caucuses)) {
    const until = raw.invited[known.you];
    const seconds = until ? Math.ceil((Date.parse(until) - now) / 1000) : 0;
    if (seconds > 0) return { caucus: raw.id, from: named(known, raw.opened_by), seconds };
  }
  return null;
}

/** Inside a private session its lines, outside it all others: neither stands among the other's. */
function chat(known: Known): ChatLine[] {
  const room = caucusOf(known.state, known.you)?.id ?? null;
  return known.chat
    .filter(({ data }) => data.caucus === room)
    .map(({ seq, at, data }) => ({
      seq,
      at,
      from: named(known, data.seat),
      mine: data.seat === known.you,
      words: data.text,
      scope: data.scope,
    }));
}

function roleOf(known: Known, id: SeatId | null): string {
  const seat = id ? known.state.seats[id] : undefined;
  return seat ? roleWords(seat.role, seat.side) : "";
}

function minutes(known: Known): MinutesEntry[] {
  return known.minutes.map(({ seq, at, data }) => ({
    seq,
    at,
    speaker: data.speaker ? named(known, data.speaker) : "",
    role: roleOf(known, data.speaker),
    words: data.text,
  }));
}

function draft(known: Known): Draft | null {
  const signal = Object.values(known.typing).find((one) => one.scope === "minutes");
  if (!signal) return null;
  return {
    speaker: signal.speaker ? named(known, signal.speaker) : "",
    role: roleOf(known, signal.speaker),
    words: signal.text,
  };
}

function hostOf(known: Known): string {
  const leading = inCourtroomOrder(Object.values(known.state.seats)).find((seat) =>
    HOSTS.includes(seat.role),
  );
  return leading ? named(known, leading.id) : "";
}

/** The room as `known.you` sees it at `now` (milliseconds since 1970); null without a seat. */
export function view(known: Known, speaking: Speaking, now: number): RoomView | null {
  const me = known.state.seats[known.you];
  if (!me) return null;
  const inside = insideOf(known, speaking);
  const caucus = myCaucus(known, inside, now);
  const may = allowed(me.role);
  const outside = (places: readonly RawSeat["place"][]) =>
    inCourtroomOrder(Object.values(known.state.seats))
      .filter((raw) => may.admit && places.includes(raw.place))
      .map((raw) => seatOf(known, raw, speaking));
  const listeners: Listener[] = listenersOf(known.state, known.you).map((raw) => ({
    id: raw.id,
    name: named(known, raw.id),
    role: roleWords(raw.role, raw.side),
  }));
  const started = known.state.started_at;
  return {
    phase: known.state.phase,
    you: seatOf(known, me, speaking),
    seats: caucus ? caucus.members : inside,
    waiting: outside(["waiting"]),
    absent: outside(["outside", "joining", "gone"]),
    listeners,
    locked: known.state.mics_locked,
    caucus,
    elsewhere: elsewhere(known),
    invitation: caucus ? null : invitation(known, now),
    chat: chat(known),
    minutes: minutes(known),
    draft: draft(known),
    may,
    host: hostOf(known),
    elapsed: started ? Math.max(0, Math.floor((now - Date.parse(started)) / 1000)) : null,
  };
}

/** Everyone the page names, with what the room lets this reader know of each. */
export function expectedOf(invited: readonly Invited[], known: Known): Expected[] {
  const people = invited.map((one) => ({ ...one, id: one.seat }));
  return inCourtroomOrder(people).map((one) => {
    const seat = known.state.seats[one.id];
    return {
      id: one.id,
      name: one.name,
      role: roleWords(one.role, one.side),
      you: one.id === known.you,
      colour: colourOf(one),
      standing: seat ? standing(known.state, seat) : null,
    };
  });
}

/** Which screen belongs to where `me` stands. Somebody who only lost the line keeps theirs. */
export function stageOf(state: RoomState, you: SeatId): Stage {
  if (state.phase === "closed" || state.phase === "cancelled") return "closed";
  const place = state.seats[you]?.place;
  if (place === "inside") return "room";
  if (place === "waiting") return "waiting";
  return place === "gone" ? "left" : "check";
}
