/**
 * What the room shows, as plain values.
 *
 * `view` makes them from the store's state; components read them and know nothing of sockets, media
 * or journals. Everything a person may do is a function of `Deeds`, given from above.
 */
import type { Phase, Prepare, SaidData } from "../../protocol/messages.gen";
import type { Standing } from "../apply";
import type { Choice } from "../devices";
import type { Network } from "../levels";

/** `user:<pk>`: the one name of a person in a room, on the wire and in the page. */
export type SeatId = string;

/** What this page shows: each stage is a screen of its own. */
export type Stage = "check" | "waiting" | "room" | "left" | "closed";

export interface Seat {
  id: SeatId;
  name: string;
  /** The role in the reader's language: "Applicant’s representative". */
  role: string;
  /** The same where there is little room: "Representative". */
  shortRole: string;
  you: boolean;
  /** The person's own ground colour, 1–4, the same on every page. */
  colour: 1 | 2 | 3 | 4;
  standing: Standing;
  /** Staff need no admission and cannot be muted or sent out. */
  staff: boolean;
  microphone: boolean;
  /** Muted by the host: the person cannot unmute. */
  muted: boolean;
  camera: boolean;
  screen: boolean;
  /** Place in the queue of raised hands, from 1; 0 when the hand is down. */
  hand: number;
  network: Network | null;
  speaking: boolean;
  /** In another private session than you, or you are in one without them. */
  away: boolean;
}

/** Somebody expected at the sitting; how far they have come is null when it may not be known. */
export interface Expected {
  id: SeatId;
  name: string;
  role: string;
  you: boolean;
  colour: Seat["colour"];
  standing: Standing | null;
}

export interface Listener {
  id: SeatId;
  name: string;
  role: string;
}

export type Scope = SaidData["scope"];

export interface ChatLine {
  seq: number;
  from: string;
  mine: boolean;
  words: string;
  /** ISO 8601. */
  at: string;
  scope: Scope;
}

export interface MinutesEntry {
  seq: number;
  /** Empty when nobody said it: it simply happened. */
  speaker: string;
  role: string;
  words: string;
  /** ISO 8601. */
  at: string;
}

/** An entry being typed by somebody else; a signal, never stored. */
export interface Draft {
  /** Empty when nobody said it. */
  speaker: string;
  role: string;
  words: string;
}

/** The private session you are in. */
export interface Caucus {
  id: string;
  /** Who opened it: when they go back, it is over. */
  opener: Seat;
  members: Seat[];
  /** Everybody in the sitting who is not a member. */
  outside: Seat[];
  /** Names of those who were asked and have not answered. */
  asked: string[];
}

/** A private session you are not in. */
export interface Elsewhere {
  id: string;
  opener: string;
  /** The others in it. */
  names: string[];
}

export interface Invitation {
  caucus: string;
  from: string;
  /** Whole seconds until it lapses; more than 0. */
  seconds: number;
}

/** What the reader's role allows; the server decides each act again. */
export interface Allowed {
  admit: boolean;
  mute: boolean;
  caucus: boolean;
  conduct: boolean;
  minute: boolean;
  speak: boolean;
}

export interface RoomView {
  phase: Phase;
  you: Seat;
  /** Who is in the room, in courtroom order; never in speaker order. */
  seats: Seat[];
  /** Who waits to be admitted; empty for those who may not admit. */
  waiting: Seat[];
  /** Who is expected and has not come so far; empty for those who may not admit. */
  absent: Seat[];
  listeners: Listener[];
  locked: boolean;
  caucus: Caucus | null;
  elsewhere: Elsewhere[];
  invitation: Invitation | null;
  chat: ChatLine[];
  minutes: MinutesEntry[];
  draft: Draft | null;
  may: Allowed;
  /** Who leads: the name of the mediator or judge, empty when none is known. */
  host: string;
  /** Whole seconds since the start, null before it. */
  elapsed: number | null;
}

export type MicrophoneState = "on" | "off" | "locked";

/** The reader's own devices. */
export interface Own {
  microphone: MicrophoneState;
  camera: boolean;
  screen: boolean;
}

/** How the device check went. */
export type CheckResult = Pick<Prepare, "camera" | "microphone" | "speaker" | "network">;

/** What the device check hands on: what it found and what was chosen. */
export interface Checked {
  result: CheckResult;
  choice: Choice;
}

/** Everything a person may do in the room. */
export interface Deeds {
  admit(ids: SeatId[]): void;
  dismiss(id: SeatId): void;
  mute(id: SeatId): void;
  allowUnmute(id: SeatId): void;
  lockMicrophones(): void;
  unlockMicrophones(): void;
  lowerHands(): void;
  openCaucus(ids: SeatId[]): void;
  answerCaucus(id: string, accept: boolean): void;
  leaveCaucus(): void;
  recall(): void;
  start(): void;
  pause(): void;
  resume(): void;
  close(): void;
  hand(up: boolean): void;
  say(words: string, scope: Scope): void;
  /** One decision: the entry stands in the minutes once acknowledged. */
  minute(speaker: SeatId | null, words: string): void;
  /** One signal: the entry as typed so far; empty when it is done. */
  typing(speaker: SeatId | null, words: string): void;
  microphone(): void;
  camera(): void;
  share(): void;
  leave(): void;
}
