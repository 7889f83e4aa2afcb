/** A server at the other end of a socket, for tests. */
import type { ClientMessage, ServerMessage } from "../protocol/messages.gen";

export class FakeSocket {
  static all: FakeSocket[] = [];
  sent: ClientMessage[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closed = false;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1);
    if (!last) throw new Error("no socket was opened");
    return last;
  }

  static open = (url: string): WebSocket => new FakeSocket(url) as unknown as WebSocket;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(): void {
    this.closed = true;
  }

  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** Accept the socket and its `hello`. */
  welcome(seq = 7, changes: Partial<Extract<ServerMessage, { type: "welcome" }>> = {}): void {
    this.onopen?.();
    this.say({
      type: "welcome",
      protocol: 1,
      seq,
      you: "user:1",
      now: new Date().toISOString(),
      beat_seconds: 4,
      ice_servers: [],
      people: { "user:1": { name: "李明" } },
      snapshot: {
        phase: "lobby",
        started_at: null,
        mics_locked: false,
        seats: {},
        hands: [],
        caucuses: {},
      },
      lines: [],
      ...changes,
    });
  }
}
