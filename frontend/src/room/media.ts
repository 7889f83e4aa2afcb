import { Publisher } from "./mediaPublisher";
import { Recovery } from "./mediaRecovery";
import { Subscriber } from "./mediaSubscriber";
import type {
  ConnectionFactory,
  Kind,
  MediaIncoming,
  MediaOutgoing,
  MediaState,
  Source,
  TrackInfo,
  Watched,
} from "./mediaTypes";

export type { Kind, MediaIncoming, MediaOutgoing, MediaState, Source, TrackInfo };

const UNSTEADY = 3000;
const CONNECTING = 15000;
const ICE_RESTARTS = 2;

export interface MediaOptions {
  send(message: MediaOutgoing): void;
  onTrack(peer: string, source: Source, kind: Kind, track: MediaStreamTrack): void;
  onTrackEnded(peer: string, source: Source, kind: Kind): void;
  onState(state: MediaState): void;
  /** Our own track changed: show it, or its absence. */
  onLocalTrack?(source: Source, track: MediaStreamTrack | null): void;
  /** TURN servers, where a site has them. */
  iceServers?: RTCIceServer[];
  createConnection?: ConnectionFactory;
  devices?: Pick<MediaDevices, "getUserMedia" | "getDisplayMedia">;
  network?: EventTarget;
}

/** What arrives from one peer, and since when how well. */
export interface ReceivedStats extends TrackInfo {
  bytes: number;
  packets: number;
  lost: number;
  frames: number;
  audioLevel: number;
}

export interface SentStats {
  kind: Kind;
  bytes: number;
  frames: number;
}

export interface MediaStats {
  sent: SentStats[];
  received: ReceivedStats[];
}

/**
 * Sound and pictures of one person in one room.
 *
 * After the socket has come back, and whenever a person presses "try again", call `restart`.
 */
export class MediaClient {
  #state: MediaState = "idle";
  #tracks = new Map<Source, MediaStreamTrack>();
  #deviceIds = new Map<Source, string>();
  readonly #options: MediaOptions;
  readonly #publisher: Publisher;
  readonly #subscriber: Subscriber;
  readonly #recoveries: { publisher: Recovery; subscriber: Recovery };

  constructor(options: MediaOptions) {
    this.#options = options;
    const iceServers = options.iceServers ?? [];
    const connect =
      options.createConnection ??
      (() => new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" }));
    const { onTrack, onTrackEnded } = options;
    const send = (message: MediaOutgoing) => options.send(message);
    this.#publisher = new Publisher({ connect, send, onChange: () => this.#look("publisher") });
    this.#subscriber = new Subscriber({
      connect,
      send,
      onTrack,
      onTrackEnded,
      onChange: () => this.#look("subscriber"),
    });
    this.#recoveries = {
      publisher: this.#recovery(this.#publisher, (n) => this.#recoverPublisher(n)),
      subscriber: this.#recovery(this.#subscriber, (n) => this.#recoverSubscriber(n)),
    };
    this.#network.addEventListener("online", this.#onNetworkChange);
  }

  get state(): MediaState {
    return this.#state;
  }

  /** Begin to send what the stream has; somebody who only watches passes nothing. */
  async start(stream?: MediaStream): Promise<void> {
    this.#update();
    const tracks = new Map<Source, MediaStreamTrack>();
    for (const track of stream?.getTracks() ?? []) {
      tracks.set(track.kind === "audio" ? "mic" : "camera", track);
    }
    for (const [source, track] of tracks) this.#hold(source, track);
    await this.#publisher.setTracks(tracks);
  }

  /** Take a message of the server's. */
  async handle(message: MediaIncoming): Promise<void> {
    if (this.#state === "closed") return;
    if (message.type === "media_reset") this.#rebuild();
    else if (message.type === "media_answer")
      await this.#publisher.answer(message.sdp).catch(() => this.#recoveries.publisher.begin());
    else {
      this.#update();
      await this.#subscriber
        .offer(message.sdp, message.tracks)
        .catch(() => this.#recoveries.subscriber.begin());
    }
  }

  /** Speak or be silent: while muted not one packet of sound leaves. */
  async setMicrophone(on: boolean): Promise<void> {
    const track = this.#tracks.get("mic") ?? (on ? await this.#ask("mic") : undefined);
    if (!track) return;
    track.enabled = on;
    await this.#send("mic", track, on);
  }

  /** Show oneself or not; off, the camera itself is let go. */
  async setCamera(on: boolean): Promise<void> {
    const held = this.#tracks.get("camera");
    if (on) return this.#send("camera", held ?? (await this.#ask("camera")));
    held?.stop();
    this.#tracks.delete("camera");
    this.#options.onLocalTrack?.("camera", null);
    await this.#publisher.setTracks(new Map([["camera", null]]));
  }

  /** Use another device, at once or when next switched on; rejects as `getUserMedia` does. */
  async replaceDevice(source: "mic" | "camera", deviceId: string): Promise<void> {
    this.#deviceIds.set(source, deviceId);
    const held = this.#tracks.get(source);
    if (!held) return;
    held.stop(); // many phones open one camera at a time
    const track = await this.#ask(source);
    track.enabled = held.enabled;
    await this.#send(source, track, track.enabled);
  }

  /** Share the screen; rejects as `getDisplayMedia` does. */
  async shareScreen(): Promise<void> {
    const stream = await this.#devices.getDisplayMedia({ video: true, audio: false });
    const track = stream.getVideoTracks()[0];
    if (!track) return;
    track.contentHint = "detail";
    track.onended = () => this.stopScreen();
    await this.#send("screen", track);
  }

  async stopScreen(): Promise<void> {
    const track = this.#tracks.get("screen");
    if (!track) return;
    track.onended = null;
    track.stop();
    this.#tracks.delete("screen");
    this.#options.onLocalTrack?.("screen", null);
    await this.#publisher.remove("screen");
  }

  /** Begin both connections anew, whatever state they are in. */
  restart(): void {
    if (this.#state === "closed") return;
    this.#recoveries.publisher.recovered();
    this.#recoveries.subscriber.recovered();
    this.#rebuild();
  }

  async stats(): Promise<MediaStats> {
    const stats: MediaStats = { sent: [], received: [] };
    for (const entry of (await this.#publisher.stats())?.values() ?? []) {
      if (entry.type === "outbound-rtp") stats.sent.push(sentFrom(entry));
    }
    for (const entry of (await this.#subscriber.stats())?.values() ?? []) {
      const info = entry.type === "inbound-rtp" && this.#subscriber.trackAt(entry.mid);
      if (info) stats.received.push(receivedFrom(info, entry));
    }
    return stats;
  }

  /** Leave: devices are let go, nothing is sent or received any more. */
  close(): void {
    this.#network.removeEventListener("online", this.#onNetworkChange);
    this.#recoveries.publisher.recovered();
    this.#recoveries.subscriber.recovered();
    this.#publisher.close();
    this.#subscriber.close();
    for (const track of this.#tracks.values()) track.stop();
    this.#tracks.clear();
    this.#set("closed");
  }

  get #devices(): Pick<MediaDevices, "getUserMedia" | "getDisplayMedia"> {
    return this.#options.devices ?? navigator.mediaDevices;
  }

  get #network(): EventTarget {
    return this.#options.network ?? window;
  }

  async #ask(source: "mic" | "camera"): Promise<MediaStreamTrack> {
    const deviceId = this.#deviceIds.get(source);
    const wanted = deviceId ? { deviceId: { exact: deviceId } } : true;
    const stream = await this.#devices.getUserMedia(
      source === "mic" ? { audio: wanted } : { video: wanted },
    );
    const track = stream.getTracks()[0];
    if (!track) throw new DOMException("no track", "NotFoundError");
    return track;
  }

  async #send(source: Source, track: MediaStreamTrack, on = true): Promise<void> {
    this.#hold(source, track);
    await this.#publisher.setTracks(new Map([[source, on ? track : null]]));
  }

  #hold(source: Source, track: MediaStreamTrack): void {
    this.#tracks.set(source, track);
    this.#options.onLocalTrack?.(source, track);
  }

  #recovery(connection: Watched, attempt: (n: number) => void): Recovery {
    return new Recovery({
      attempt,
      healthy: () => connection.settled && ["connected", "none"].includes(connection.state),
      onChange: () => this.#update(),
    });
  }

  #recoverPublisher(n: number): void {
    if (n < ICE_RESTARTS) void this.#publisher.restartIce().catch(() => undefined);
    else this.#rebuildPublisher();
    this.#update();
  }

  /** Begin anew, but without forgetting what has been tried: the server may invite us for ever. */
  #rebuild(): void {
    this.#rebuildPublisher();
    this.#subscriber.rebuild();
    this.#update();
  }

  /** A failure here is seen by the recovery, which looks again after its pause. */
  #rebuildPublisher(): void {
    void this.#publisher.rebuild().catch(() => undefined);
  }

  #recoverSubscriber(n: number): void {
    if (n < ICE_RESTARTS) this.#subscriber.restartIce();
    else this.#subscriber.rebuild();
    this.#update();
  }

  #look(which: "publisher" | "subscriber"): void {
    const connection = which === "publisher" ? this.#publisher : this.#subscriber;
    const recovery = this.#recoveries[which];
    if (connection.state === "connected" && connection.settled) recovery.recovered();
    else if (connection.state === "failed") recovery.begin();
    else recovery.beginAfter(connection.state === "disconnected" ? UNSTEADY : CONNECTING);
    this.#update();
  }

  #onNetworkChange = (): void => {
    this.#recoverPublisher(0);
    this.#recoverSubscriber(0);
    this.#recoveries.publisher.beginAfter(UNSTEADY);
    this.#recoveries.subscriber.beginAfter(UNSTEADY);
  };

  #update(): void {
    if (this.#state === "closed") return;
    this.#set(this.#current());
  }

  #current(): MediaState {
    const { publisher, subscriber } = this.#recoveries;
    if (publisher.exhausted || subscriber.exhausted) return "failed";
    if (publisher.active || subscriber.active) return "recovering";
    const states = [this.#publisher.state, this.#subscriber.state].filter((s) => s !== "none");
    if (!states.length) return "connecting";
    if (states.every((s) => s === "connected")) return "live";
    // A second connection that is only being made does not end what already flows.
    return this.#state === "live" && states.includes("connected") ? "live" : "connecting";
  }

  #set(state: MediaState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

/** Fields of RTCOutboundRtpStreamStats and RTCInboundRtpStreamStats that browsers may leave out. */
interface RtpStats {
  kind: Kind;
  bytesSent?: number;
  framesEncoded?: number;
  bytesReceived?: number;
  packetsReceived?: number;
  packetsLost?: number;
  framesDecoded?: number;
  audioLevel?: number;
}

function sentFrom(entry: RtpStats): SentStats {
  return { kind: entry.kind, bytes: entry.bytesSent ?? 0, frames: entry.framesEncoded ?? 0 };
}

function receivedFrom(info: TrackInfo, entry: RtpStats): ReceivedStats {
  return {
    ...info,
    bytes: entry.bytesReceived ?? 0,
    packets: entry.packetsReceived ?? 0,
    lost: entry.packetsLost ?? 0,
    frames: entry.framesDecoded ?? 0,
    audioLevel: entry.audioLevel ?? 0,
  };
}
