/** What each entry makes of the room: the same fold as `hearings/rules/fold.py`. */
import type { Caucus, Entries, Phase, Place, RoomState, Seat } from "../protocol/messages.gen";

export type RoomEntry = Entries["entries"][number];
/** An entry without its place in the journal. */
export type RoomEvent = RoomEntry extends infer E
  ? E extends RoomEntry
    ? Pick<E, "kind" | "data">
    : never
  : never;

export type Standing =
  | "not_signed_in"
  | "joining"
  | "available"
  | "in_hearing"
  | "in_consultation"
  | "disconnected"
  | "gone";

const STAFF: readonly string[] = ["mediator", "judge", "clerk"];

export const EMPTY: RoomState = {
  phase: "scheduled",
  started_at: null,
  mics_locked: false,
  seats: {},
  hands: [],
  caucuses: {},
};

/** A fold that does not fit: something was missed, a new snapshot is needed. */
export class OutOfStep extends Error {}

export function isStaff(seat: Seat): boolean {
  return STAFF.includes(seat.role);
}

/** The private room that `seat` is in, if any; nobody is in two. */
export function caucusOf(state: RoomState, seat: string): Caucus | undefined {
  return Object.values(state.caucuses).find((caucus) => caucus.members.includes(seat));
}

/** What to show beside somebody's name. */
export function standing(state: RoomState, seat: Seat): Standing {
  if (seat.place === "outside") return "not_signed_in";
  if (seat.place === "gone") return "gone";
  if (!seat.connected) return "disconnected";
  if (seat.place === "inside") return caucusOf(state, seat.id) ? "in_consultation" : "in_hearing";
  return seat.place === "waiting" ? "available" : "joining";
}

/** The room after `event`; throws `OutOfStep` for somebody or something unknown. */
export function apply(state: RoomState, event: RoomEvent): RoomState {
  switch (event.kind) {
    case "room.booked":
    case "room.moved":
    case "room.said":
    case "room.minuted":
      return state;
    case "room.opened":
      return { ...state, phase: "lobby" };
    case "room.started":
      return { ...state, phase: "in_session", started_at: event.data.at };
    case "room.paused":
      return { ...state, phase: "paused" };
    case "room.resumed":
      return { ...state, phase: "in_session" };
    case "room.closed":
      return ended(state, "closed");
    case "room.cancelled":
      return ended(state, "cancelled");
    case "room.mics_locked":
      return {
        ...state,
        mics_locked: true,
        seats: mapValues(state.seats, (seat) =>
          isStaff(seat) ? seat : { ...seat, muted: true, microphone: false },
        ),
      };
    case "room.mics_unlocked":
      return {
        ...state,
        mics_locked: false,
        seats: mapValues(state.seats, (seat) => ({ ...seat, muted: false })),
      };
    case "room.seated":
      return seated(state, event.data);
    case "room.caucus_opened":
    case "room.caucus_invited":
    case "room.caucus_joined":
    case "room.caucus_declined":
    case "room.caucus_left":
    case "room.caucus_closed":
      return applyToCaucus(state, event);
    default:
      return applyToSeat(state, event);
  }
}

type CaucusEvent = Extract<RoomEvent, { kind: `room.caucus_${string}` }>;
type SeatEvent = Exclude<
  Extract<RoomEvent, { data: { seat: string } }>,
  CaucusEvent | { kind: "room.said" | "room.minuted" | "room.seated" }
>;

function applyToSeat(state: RoomState, event: SeatEvent): RoomState {
  const seat = seatOf(state, event.data.seat);
  switch (event.kind) {
    case "room.connected": {
      const back = seat.place === "outside" || seat.place === "gone";
      return change(state, seat, { connected: true, place: back ? "joining" : seat.place });
    }
    case "room.disconnected":
      return change(state, seat, { connected: false });
    case "room.prepared":
      return change(state, seat, { ready: true, network: event.data.network });
    case "room.entered":
      return change(state, seat, { place: event.data.place });
    case "room.admitted":
      return change(state, seat, { place: "inside", muted: state.mics_locked || seat.muted });
    case "room.dismissed":
      return out(state, seat, "waiting");
    case "room.left":
      return out(state, seat, "gone");
    case "room.hand_raised":
      return { ...state, hands: [...state.hands, seat.id] };
    case "room.hand_lowered":
      return { ...state, hands: without(state.hands, seat.id) };
    case "room.muted":
      return change(state, seat, { muted: true, microphone: false });
    case "room.unmute_allowed":
      return change(state, seat, { muted: false });
    case "room.devices_set": {
      const { microphone, camera, screen } = event.data;
      return change(state, seat, { microphone, camera, screen });
    }
  }
}

function applyToCaucus(state: RoomState, event: CaucusEvent): RoomState {
  if (event.kind === "room.caucus_closed") {
    const { [event.data.caucus]: _closed, ...caucuses } = state.caucuses;
    return { ...state, caucuses };
  }
  const { caucus: id, seat } = event.data;
  if (event.kind === "room.caucus_opened")
    return put(state, { id, opened_by: seat, members: [seat], invited: {} });
  const caucus = state.caucuses[id];
  if (!caucus) throw new OutOfStep(id);
  switch (event.kind) {
    case "room.caucus_invited":
      return put(state, {
        ...caucus,
        invited: { ...caucus.invited, [seat]: event.data.expires_at },
      });
    case "room.caucus_joined":
      return put(state, {
        ...caucus,
        members: [...caucus.members, seat],
        invited: omit(caucus.invited, seat),
      });
    case "room.caucus_declined":
      return put(state, { ...caucus, invited: omit(caucus.invited, seat) });
    case "room.caucus_left":
      return put(state, { ...caucus, members: without(caucus.members, seat) });
  }
}

function ended(state: RoomState, phase: Phase): RoomState {
  return { ...state, phase, caucuses: {}, hands: [] };
}

function seated(
  state: RoomState,
  data: Extract<RoomEvent, { kind: "room.seated" }>["data"],
): RoomState {
  const { seat: id, role, side, protected_from } = data;
  const fresh = { id, role, place: "outside" as Place, connected: false, ready: false };
  const off = { muted: false, microphone: false, camera: false, screen: false };
  const known = state.seats[id] ?? { ...fresh, ...off, network: "none" as const };
  const seat: Seat = { ...known, role, side, protected_from };
  return { ...state, seats: { ...state.seats, [id]: seat } };
}

function out(state: RoomState, seat: Seat, place: Place): RoomState {
  const caucuses = mapValues(state.caucuses, (caucus) => ({
    ...caucus,
    members: without(caucus.members, seat.id),
    invited: omit(caucus.invited, seat.id),
  }));
  const rest = { ...state, caucuses, hands: without(state.hands, seat.id) };
  const off = { microphone: false, camera: false, screen: false };
  return change(rest, seat, { place, connected: seat.connected && place !== "gone", ...off });
}

function seatOf(state: RoomState, id: string): Seat {
  const seat = state.seats[id];
  if (!seat) throw new OutOfStep(id);
  return seat;
}

function change(state: RoomState, seat: Seat, changes: Partial<Seat>): RoomState {
  return { ...state, seats: { ...state.seats, [seat.id]: { ...seat, ...changes } } };
}

function put(state: RoomState, caucus: Caucus): RoomState {
  return { ...state, caucuses: { ...state.caucuses, [caucus.id]: caucus } };
}

function without(list: readonly string[], gone: string): string[] {
  return list.filter((one) => one !== gone);
}

function omit(map: Readonly<Record<string, string>>, gone: string): Record<string, string> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== gone));
}

function mapValues<T>(
  map: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
