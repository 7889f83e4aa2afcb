import type {
  ConnectionFactory,
  Kind,
  MediaOutgoing,
  Source,
  TrackInfo,
  Watched,
} from "./mediaTypes";

interface Options {
  connect: ConnectionFactory;
  send(message: MediaOutgoing): void;
  onChange(): void;
  onTrack(peer: string, source: Source, kind: Kind, track: MediaStreamTrack): void;
  onTrackEnded(peer: string, source: Source, kind: Kind): void;
}

/** The connection on which we receive; the server offers, and offers are taken one after another. */
export class Subscriber implements Watched {
  #connection: RTCPeerConnection | undefined;
  #tracks = new Map<string, TrackInfo>();
  #queue: Promise<void> = Promise.resolve();
  #pending = 0;
  #round = 0;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  get state(): RTCPeerConnectionState | "none" {
    return this.#connection?.connectionState ?? "none";
  }

  get settled(): boolean {
    return this.#pending === 0;
  }

  /** Whose track arrives on the m-line `mid`. */
  trackAt(mid: string): TrackInfo | undefined {
    return this.#tracks.get(mid);
  }

  /** Answer an offer once those before it are answered; rejects if the browser cannot take it. */
  offer(sdp: string, tracks: TrackInfo[]): Promise<void> {
    const round = this.#round;
    this.#pending += 1;
    const done = this.#queue.then(() => this.#take(sdp, tracks));
    this.#queue = done
      .catch(() => undefined)
      .finally(() => {
        if (round === this.#round) this.#pending -= 1;
      });
    return done;
  }

  /** Ask for a new way from the server on the same connection. */
  restartIce(): void {
    this.#options.send({ type: "media_restart" });
  }

  /** Start from scratch; the server's next offer makes the new connection. */
  rebuild(): void {
    this.close();
    this.#options.send({ type: "media_restart" });
  }

  stats(): Promise<RTCStatsReport> | undefined {
    return this.#connection?.getStats();
  }

  close(): void {
    // What a closed connection was about to do never settles: those who wait begin afresh.
    this.#round += 1;
    this.#queue = Promise.resolve();
    this.#pending = 0;
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close();
    for (const info of this.#tracks.values()) this.#ended(info);
    this.#tracks.clear();
  }

  async #take(sdp: string, tracks: TrackInfo[]): Promise<void> {
    this.#connection ??= this.#open();
    const connection = this.#connection;
    await connection.setRemoteDescription({ type: "offer", sdp });
    await connection.setLocalDescription(await connection.createAnswer());
    if (connection !== this.#connection) return;
    const answer = connection.localDescription?.sdp ?? "";
    this.#options.send({ type: "media_subscribed", sdp: answer });
    this.#compare(connection, tracks);
  }

  #open(): RTCPeerConnection {
    const connection = this.#options.connect();
    connection.onconnectionstatechange = () => {
      if (connection === this.#connection) this.#options.onChange();
    };
    return connection;
  }

  /** Announce what ended and what is new; an m-line may have passed from one track to another. */
  #compare(connection: RTCPeerConnection, tracks: TrackInfo[]): void {
    const now = new Map(tracks.map((info) => [info.mid, info]));
    for (const [mid, info] of this.#tracks) {
      if (!sameTrack(info, now.get(mid))) this.#ended(info);
    }
    const before = this.#tracks;
    this.#tracks = now;
    for (const info of tracks) {
      if (!sameTrack(info, before.get(info.mid))) this.#started(connection, info);
    }
  }

  #started(connection: RTCPeerConnection, info: TrackInfo): void {
    const transceiver = connection.getTransceivers().find(({ mid }) => mid === info.mid);
    if (!transceiver) return;
    this.#options.onTrack(info.peer, info.source, info.kind, transceiver.receiver.track);
  }

  #ended(info: TrackInfo): void {
    this.#options.onTrackEnded(info.peer, info.source, info.kind);
  }
}

function sameTrack(one: TrackInfo, other: TrackInfo | undefined): boolean {
  return one.peer === other?.peer && one.source === other.source && one.kind === other.kind;
}
