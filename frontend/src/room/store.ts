/** The room as one value that changes, without a framework; fits Svelte's store contract. */
import type {
  ClientAct,
  ClientMessage,
  IceServer,
  MinutedEntry,
  Person,
  Problem,
  RoomState,
  SaidEntry,
  ServerMessage,
  Typing,
  TypingSeen,
} from "../protocol/messages.gen";
import { apply, EMPTY, OutOfStep, type RoomEntry } from "./apply";
import { type Ended, RoomSocket, type SocketOptions, type Status, type Ticket } from "./socket";

export interface Room {
  readonly status: Status;
  readonly ended: Ended | null;
  /** One's own seat, `user:<pk>`; "" before the first welcome. */
  readonly you: string;
  readonly seq: number;
  readonly state: RoomState;
  readonly people: Readonly<Record<string, Person>>;
  readonly chat: readonly SaidEntry[];
  readonly minutes: readonly MinutedEntry[];
  /** Who is typing what now, by seat. */
  readonly typing: Readonly<Record<string, TypingSeen>>;
  /** The last refusal that answered no act of this page. */
  readonly problem: Problem | null;
  /** Milliseconds that the server's clock is ahead of this one. */
  readonly skew: number;
  readonly iceServers: readonly IceServer[];
}

type Handler<T extends ServerMessage["type"]> = (
  message: Extract<ServerMessage, { type: T }>,
) => void;

export interface RoomStore {
  get(): Room;
  subscribe(run: (room: Room) => void): () => void;
  /** Resolves with the seq once in force; rejects with `Refused` (`code`, `message`, `retry`). */
  act(act: ClientAct): Promise<number>;
  typing(scope: Typing["scope"], text: string, speaker?: string): void;
  /** Send a media message; false when there is no connection now. */
  signal(message: ClientMessage): boolean;
  /** Hear every message of one type, after the room took it in. */
  on<T extends ServerMessage["type"]>(type: T, handler: Handler<T>): () => void;
  start(): void;
  stop(): void;
}

export interface StoreOptions extends Pick<SocketOptions, "url" | "open" | "random"> {
  ticket: SocketOptions["ticket"];
}

const TYPING_SECONDS = 6;

const BEFORE: Room = {
  status: "connecting",
  ended: null,
  you: "",
  seq: 0,
  state: EMPTY,
  people: {},
  chat: [],
  minutes: [],
  typing: {},
  problem: null,
  skew: 0,
  iceServers: [],
};

/** Asks the server for a ticket, as a person who is signed in. */
export async function fetchTicket(url: string, csrf: string, signal: AbortSignal): Promise<Ticket> {
  const headers = { "X-CSRFToken": csrf, Accept: "application/json" };
  const answer = await fetch(url, { method: "POST", headers, credentials: "same-origin", signal });
  if (answer.ok && !answer.redirected) return (await answer.json()) as { ticket: string };
  if (answer.status === 409) return { ended: "over" };
  if (answer.status === 404) return { ended: "not_allowed" };
  if (answer.redirected || answer.status === 401 || answer.status === 403)
    return { ended: "signed_out" };
  throw new Error(`ticket: ${answer.status}`);
}

/** The room after one message of the server's. Throws `OutOfStep` when something was missed. */
export function reduce(room: Room, message: ServerMessage): Room {
  switch (message.type) {
    case "welcome":
      return {
        ...withLines(room, message.lines),
        you: message.you,
        seq: message.seq,
        state: message.snapshot,
        people: message.people,
        typing: {},
        problem: null,
        skew: Date.parse(message.now) - Date.now(),
        iceServers: message.ice_servers,
      };
    case "snapshot":
      return {
        ...withLines(room, message.lines),
        seq: message.seq,
        state: message.snapshot,
        people: message.people,
      };
    case "entries":
      return { ...message.entries.reduce(withEntry, room), seq: message.seq };
    case "typing":
      return { ...room, typing: typed(room.typing, message) };
    case "error":
      return message.client_msg_id ? room : { ...room, problem: message };
    default:
      return room;
  }
}

function withEntry(room: Room, entry: RoomEntry): Room {
  if (entry.kind === "room.said" || entry.kind === "room.minuted") return withLines(room, [entry]);
  const state = apply(room.state, entry);
  if (entry.kind !== "room.seated") return { ...room, state };
  const { seat, name } = entry.data;
  return { ...room, state, people: { ...room.people, [seat]: { name } } };
}

function withLines(room: Room, lines: readonly (SaidEntry | MinutedEntry)[]): Room {
  const said = lines.filter((line) => line.kind === "room.said");
  const minuted = lines.filter((line) => line.kind === "room.minuted");
  const speakers = new Set(lines.map((line) => line.data.seat));
  return {
    ...room,
    chat: merge(room.chat, said),
    minutes: merge(room.minutes, minuted),
    typing: Object.fromEntries(Object.entries(room.typing).filter(([seat]) => !speakers.has(seat))),
  };
}

/** Both, in the journal's order, each once. */
function merge<T extends { seq: number }>(old: readonly T[], fresh: readonly T[]): readonly T[] {
  if (fresh.length === 0) return old;
  const known = new Map([...old, ...fresh].map((line) => [line.seq, line]));
  return [...known.values()].sort((a, b) => a.seq - b.seq);
}

function typed(now: Room["typing"], message: TypingSeen): Room["typing"] {
  const { [message.seat]: _before, ...others } = now;
  return message.text ? { ...others, [message.seat]: message } : others;
}

class Store implements RoomStore {
  #room = BEFORE;
  #runs = new Set<(room: Room) => void>();
  #handlers = new Map<string, Set<(message: ServerMessage) => void>>();
  #typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  #socket: RoomSocket;

  constructor(options: StoreOptions) {
    this.#socket = new RoomSocket({
      ...options,
      onMessage: (message) => this.#take(message),
      onStatus: (status, ended) => this.#set({ ...this.#room, status, ended }),
    });
  }

  get(): Room {
    return this.#room;
  }

  subscribe(run: (room: Room) => void): () => void {
    this.#runs.add(run);
    run(this.#room);
    return () => this.#runs.delete(run);
  }

  act(act: ClientAct): Promise<number> {
    return this.#socket.act(act);
  }

  typing(scope: Typing["scope"], text: string, speaker?: string): void {
    this.#socket.signal({ type: "typing", scope, text, speaker: speaker ?? null });
  }

  signal(message: ClientMessage): boolean {
    return this.#socket.signal(message);
  }

  on<T extends ServerMessage["type"]>(type: T, handler: Handler<T>): () => void {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers);
    const taken = handler as (message: ServerMessage) => void;
    handlers.add(taken);
    return () => handlers.delete(taken);
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
  }

  #take(message: ServerMessage): void {
    try {
      this.#set(reduce(this.#room, message));
    } catch (error) {
      if (!(error instanceof OutOfStep)) throw error;
      this.#socket.reset();
      return;
    }
    if (message.type === "typing") this.#expire(message.seat);
    for (const handler of this.#handlers.get(message.type) ?? []) handler(message);
  }

  #expire(seat: string): void {
    clearTimeout(this.#typingTimers.get(seat));
    const forget = () => {
      const { [seat]: _gone, ...typing } = this.#room.typing;
      this.#set({ ...this.#room, typing });
    };
    this.#typingTimers.set(seat, setTimeout(forget, TYPING_SECONDS * 1000));
  }

  #set(room: Room): void {
    if (room === this.#room) return;
    this.#room = room;
    for (const run of this.#runs) run(room);
  }
}

/** A room that is not connected yet: call `start`. */
export function createRoomStore(options: StoreOptions): RoomStore {
  return new Store(options);
}
