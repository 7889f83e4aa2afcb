import type { ConnectionFactory, MediaOutgoing, Source, Watched } from "./mediaTypes";

const BEING_MADE = "being made";

interface Options {
  connect: ConnectionFactory;
  send(message: MediaOutgoing): void;
  /** The connection changed state, or an exchange began or ended. */
  onChange(): void;
}

/** The session id and version of a description; an answer repeats those of its offer. */
export function originOf(sdp: string): string {
  return /^o=\S+ (\d+ \d+) /m.exec(sdp)?.[1] ?? "";
}

/** The connection on which we send; we offer, one offer at a time. */
export class Publisher implements Watched {
  #connection: RTCPeerConnection | undefined;
  #transceivers = new Map<Source, RTCRtpTransceiver>();
  #tracks = new Map<Source, MediaStreamTrack | null>();
  #offered = "";
  #again = false;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  get state(): RTCPeerConnectionState | "none" {
    return this.#connection?.connectionState ?? "none";
  }

  /** No offer waits for its answer. */
  get settled(): boolean {
    return this.#offered === "";
  }

  /** Send these tracks from now on; null sends nothing but keeps the place of its source. */
  async setTracks(tracks: ReadonlyMap<Source, MediaStreamTrack | null>): Promise<void> {
    let isNew = false;
    for (const [source, track] of tracks) {
      this.#tracks.set(source, track);
      const transceiver = this.#transceivers.get(source);
      if (transceiver) await transceiver.sender.replaceTrack(track);
      else isNew ||= track !== null;
    }
    if (isNew) await this.#publish();
  }

  /** Stop sending `source` and give up its place. */
  async remove(source: Source): Promise<void> {
    this.#tracks.delete(source);
    const transceiver = this.#transceivers.get(source);
    this.#transceivers.delete(source);
    if (!transceiver) return;
    transceiver.stop();
    await this.#negotiate();
  }

  /** Take the server's answer; one that answers an abandoned offer is ignored. */
  async answer(sdp: string): Promise<void> {
    if (!this.#connection || this.settled || originOf(sdp) !== this.#offered) return;
    await this.#connection.setRemoteDescription({ type: "answer", sdp });
    this.#offered = "";
    this.#options.onChange();
    if (this.#again) await this.#negotiate();
  }

  /** Look for a new way to the server on the same connection. */
  async restartIce(): Promise<void> {
    if (!this.#connection) return;
    this.#connection.restartIce();
    this.#offered = "";
    await this.#negotiate();
  }

  /** Start from scratch with what is being sent. */
  async rebuild(): Promise<void> {
    this.close();
    if ([...this.#tracks.values()].some((track) => track)) await this.#publish();
  }

  stats(): Promise<RTCStatsReport> | undefined {
    return this.#connection?.getStats();
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#transceivers.clear();
    this.#offered = "";
    this.#again = false;
    connection?.close();
  }

  async #publish(): Promise<void> {
    this.#connection ??= this.#open();
    for (const [source, track] of this.#tracks) {
      if (!this.#transceivers.has(source) && track) this.#add(this.#connection, source, track);
    }
    await this.#negotiate();
  }

  #open(): RTCPeerConnection {
    const connection = this.#options.connect();
    connection.onconnectionstatechange = () => {
      if (connection === this.#connection) this.#options.onChange();
    };
    return connection;
  }

  #add(connection: RTCPeerConnection, source: Source, track: MediaStreamTrack): void {
    const transceiver = connection.addTransceiver(track, { direction: "sendonly" });
    this.#transceivers.set(source, transceiver);
  }

  async #negotiate(): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    this.#again = !this.settled;
    if (this.#again) return;
    this.#offered = BEING_MADE;
    const sdp = await this.#makeOffer(connection);
    if (connection !== this.#connection) return;
    this.#offered = originOf(sdp);
    this.#options.send({ type: "media_publish", sdp, sources: this.#sources() });
    this.#options.onChange();
  }

  async #makeOffer(connection: RTCPeerConnection): Promise<string> {
    try {
      await connection.setLocalDescription(await connection.createOffer());
    } catch (error) {
      if (connection === this.#connection) this.#offered = "";
      throw error;
    }
    return connection.localDescription?.sdp ?? "";
  }

  #sources(): Record<string, Source> {
    const sources: Record<string, Source> = {};
    for (const [source, { mid }] of this.#transceivers) if (mid !== null) sources[mid] = source;
    return sources;
  }
}
