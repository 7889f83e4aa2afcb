/**
 * The room's socket: comes back by itself, and loses nothing.
 *
 * An act is sent again, with the same id, until the server acknowledged or refused it.
 */
import {
  type ClientAct,
  type ClientMessage,
  PROTOCOL,
  type Problem,
  type ServerMessage,
} from "../protocol/messages.gen";

export type Status = "connecting" | "live" | "reconnecting" | "ended";
/** Why the socket will not come back by itself. */
export type Ended = "replaced" | "left" | "signed_out" | "not_allowed" | "over" | "outdated";
export type Ticket = { ticket: string } | { ended: Ended };

/** A refusal of the server, as an exception. */
export class Refused extends Error {
  readonly code: string;
  readonly retry: boolean;

  constructor(problem: Pick<Problem, "code" | "words" | "retry">) {
    super(problem.words);
    this.code = problem.code;
    this.retry = problem.retry;
  }
}

export interface SocketOptions {
  url: string;
  /** A fresh ticket; throws when the network does not answer, or once `givenUp` is aborted. */
  ticket(givenUp: AbortSignal): Promise<Ticket>;
  onMessage(message: ServerMessage): void;
  onStatus(status: Status, ended: Ended | null): void;
  open?(url: string): WebSocket;
  /** 0 ≤ x < 1: spreads those who come back at once. */
  random?(): number;
}

interface Pending {
  message: ClientMessage;
  resolve(seq: number): void;
  reject(reason: Refused): void;
}

const SILENCE = 25_000;
/** A request that a cut swallowed is never answered: give it up, and its connection with it. */
const ANSWER = 12_000;
const PROBE = 4_000;
const FIRST_RETRY = 400;
const LONGEST_RETRY = 10_000;
const CLOSED: Readonly<Record<number, Ended>> = {
  4401: "signed_out",
  4403: "not_allowed",
  4409: "replaced",
  4410: "over",
  4426: "outdated",
};

export class RoomSocket {
  /** How far the journal was told to this page. */
  seq = 0;
  #options: SocketOptions;
  #socket: WebSocket | null = null;
  #status: Status = "connecting";
  #pending = new Map<string, Pending>();
  #attempt = 0;
  #round = 0;
  #asking = new AbortController();
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #beatTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  start(): void {
    window.addEventListener("online", this.#onOnline);
    window.addEventListener("offline", this.#onOffline);
    document.addEventListener("visibilitychange", this.#onVisible);
    void this.#connect();
  }

  /** Leave without a goodbye: the page goes away. */
  stop(): void {
    this.#end(null);
  }

  /** Decide something. Resolves with its seq once it is in force; rejects with `Refused`. */
  act(act: ClientAct): Promise<number> {
    const client_msg_id = crypto.randomUUID();
    const message: ClientMessage = { type: "act", client_msg_id, act };
    if (this.#status === "ended")
      return Promise.reject(new Refused({ code: "room.ended", words: "", retry: false }));
    return new Promise((resolve, reject) => {
      this.#pending.set(client_msg_id, { message, resolve, reject });
      this.signal(message);
    });
  }

  /** Send what may be lost; false when there is no connection now. */
  signal(message: ClientMessage): boolean {
    if (this.#status !== "live" || !this.#socket) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Start over from a new snapshot. */
  reset(): void {
    this.#drop();
  }

  async #connect(): Promise<void> {
    const round = ++this.#round;
    clearTimeout(this.#retryTimer);
    this.#asking = new AbortController();
    this.#listen(ANSWER);
    try {
      const answer = await this.#options.ticket(this.#asking.signal);
      if (round !== this.#round) return;
      if ("ended" in answer) this.#end(answer.ended);
      else this.#open(answer.ticket);
    } catch {
      if (round !== this.#round) return;
      clearTimeout(this.#silenceTimer);
      this.#retry();
    }
  }

  #open(ticket: string): void {
    const open = this.#options.open ?? ((url: string) => new WebSocket(url));
    const socket = open(this.#options.url);
    this.#socket = socket;
    this.#listen(ANSWER);
    socket.onopen = () => {
      const hello: ClientMessage = { type: "hello", protocol: PROTOCOL, ticket, after: this.seq };
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      if (socket === this.#socket) this.#take(JSON.parse(event.data) as ServerMessage);
    };
    socket.onclose = (event: CloseEvent) => {
      if (socket !== this.#socket) return;
      const ended = CLOSED[event.code];
      if (ended) this.#end(ended);
      else this.#drop();
    };
  }

  #take(message: ServerMessage): void {
    this.#listen(SILENCE);
    if (message.type === "welcome" || message.type === "snapshot" || message.type === "entries")
      this.seq = Math.max(this.seq, message.seq);
    if (message.type === "welcome") this.#live(message.beat_seconds);
    if (message.type === "ack") this.#settle(message.client_msg_id)?.resolve(message.seq);
    if (message.type === "error" && message.client_msg_id)
      this.#settle(message.client_msg_id)?.reject(new Refused(message));
    this.#options.onMessage(message);
    if (message.type === "replaced") this.#end("replaced");
    if (message.type === "bye") this.#end(message.reason);
  }

  #live(beatSeconds: number): void {
    this.#attempt = 0;
    this.#tell("live");
    for (const { message } of this.#pending.values()) this.signal(message);
    clearInterval(this.#beatTimer);
    this.#beatTimer = setInterval(() => this.#beat(), beatSeconds * 1000);
  }

  #beat(): void {
    this.signal({ type: "alive", seq: this.seq });
  }

  #settle(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  /** Whoever is silent for so long is not there any more. */
  #listen(patience: number): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#drop(), patience);
  }

  #drop(): void {
    this.#forget();
    if (this.#status === "ended") return;
    this.#tell("reconnecting");
    this.#retry();
  }

  #forget(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#round += 1;
    this.#asking.abort();
    clearTimeout(this.#silenceTimer);
    clearInterval(this.#beatTimer);
    socket?.close();
  }

  #retry(): void {
    const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#attempt);
    this.#attempt += 1;
    const random = this.#options.random ?? Math.random;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.#connect(), wait * (0.5 + random() / 2));
  }

  #end(ended: Ended | null): void {
    this.#forget();
    clearTimeout(this.#retryTimer);
    window.removeEventListener("online", this.#onOnline);
    window.removeEventListener("offline", this.#onOffline);
    document.removeEventListener("visibilitychange", this.#onVisible);
    this.#tell("ended", ended);
    const refusal = new Refused({ code: "room.ended", words: "", retry: false });
    for (const { reject } of this.#pending.values()) reject(refusal);
    this.#pending.clear();
  }

  #tell(status: Status, ended: Ended | null = null): void {
    this.#status = status;
    this.#options.onStatus(status, ended);
  }

  #onOnline = (): void => {
    this.#attempt = 0;
    if (this.#status === "live") {
      this.#probe();
      return;
    }
    this.#forget();
    void this.#connect();
  };

  #onOffline = (): void => {
    if (this.#status === "live") this.#drop();
  };

  #onVisible = (): void => {
    if (document.visibilityState === "visible") this.#onOnline();
  };

  /** A page that slept may hold a dead connection: let the server answer soon. */
  #probe(): void {
    this.#listen(PROBE);
    this.#beat();
  }
}
