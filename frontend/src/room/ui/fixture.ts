/** A sitting with four people, for tests: each test changes what it is about. */
import type { Role, RoomState, Seat } from "../../protocol/messages.gen";
import type { Deeds, RoomView } from "./model";
import { type Known, view } from "./view";

export const NOW = Date.parse("2026-11-22T06:42:10Z");

export function seat(id: string, role: Role, side: Seat["side"], more: Partial<Seat> = {}): Seat {
  return {
    id,
    role,
    side,
    protected_from: [],
    place: "inside",
    connected: true,
    ready: true,
    network: "good",
    muted: false,
    microphone: true,
    camera: true,
    screen: false,
    ...more,
  };
}

const PEOPLE = {
  "user:1": { name: "Wang Fang" },
  "user:2": { name: "Li Ming" },
  "user:3": { name: "Zhao Guoqiang" },
  "user:4": { name: "Zhou Xiaoyan" },
};

const SEATS = {
  "user:4": seat("user:4", "representative", "respondent"),
  "user:3": seat("user:3", "party", "respondent"),
  "user:2": seat("user:2", "party", "claimant"),
  "user:1": seat("user:1", "mediator", ""),
};

interface Changes extends Partial<Omit<Known, "state">> {
  state?: Partial<RoomState>;
  seats?: Record<string, Seat>;
}

/** What the store knows, as `you` (the applicant) in the middle of a sitting. */
export function known({ state, seats, ...rest }: Changes = {}): Known {
  return {
    you: "user:2",
    people: PEOPLE,
    chat: [],
    minutes: [],
    typing: {},
    ...rest,
    state: {
      phase: "in_session",
      started_at: "2026-11-22T06:00:00Z",
      mics_locked: false,
      hands: [],
      caucuses: {},
      ...state,
      seats: { ...SEATS, ...seats },
    },
  };
}

export function roomView(changes: Changes = {}, speaking: string[] = []): RoomView {
  const room = view(known(changes), new Set(speaking), NOW);
  if (!room) throw new Error("no seat");
  return room;
}

/** A private session of the mediator with the applicant. */
export const CAUCUS = {
  id: "c1",
  opened_by: "user:1",
  members: ["user:1", "user:2"],
  invited: {},
};

/** Deeds that note what was done, in order. */
export function noting(): { deeds: Deeds; done: [string, ...unknown[]][] } {
  const done: [string, ...unknown[]][] = [];
  const deeds = new Proxy({} as Deeds, {
    get:
      (_target, name: string) =>
      (...args: unknown[]) =>
        void done.push([name, ...args]),
  });
  return { deeds, done };
}
