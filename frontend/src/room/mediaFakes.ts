/** Stand-ins for what only a browser has; used by tests. */
import type { MediaOutgoing } from "./mediaTypes";

export class FakeTrack {
  enabled = true;
  readyState = "live";
  contentHint = "";
  onended: (() => void) | null = null;
  readonly kind: string;

  constructor(kind: string) {
    this.kind = kind;
  }

  stop(): void {
    this.readyState = "ended";
  }

  get real(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }
}

export function fakeStream(...tracks: FakeTrack[]): MediaStream {
  return {
    getTracks: () => tracks,
    getVideoTracks: () => tracks.filter(({ kind }) => kind === "video"),
  } as unknown as MediaStream;
}

interface FakeTransceiver {
  mid: string | null;
  stopped: boolean;
  sender: { track: unknown; replaceTrack(track: unknown): Promise<void> };
  receiver: { track: FakeTrack };
  stop(): void;
}

let sessions = 0;

/** Keeps the signalling state as a browser would, and refuses what a browser would refuse. */
export class FakeConnection {
  connectionState: RTCPeerConnectionState = "new";
  signalingState: RTCSignalingState = "stable";
  localDescription: { sdp: string } | null = null;
  onconnectionstatechange: (() => void) | null = null;
  iceRestarts = 0;
  taking = 0;
  readonly transceivers: FakeTransceiver[] = [];
  readonly #session = ++sessions;
  #version = 0;

  addTransceiver(track: unknown): FakeTransceiver {
    return this.#transceiver(track);
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  async createOffer(): Promise<RTCSessionDescriptionInit> {
    this.#version += 1;
    return { type: "offer", sdp: `v=0\r\no=- ${this.#session} ${this.#version} IN IP4 0\r\n` };
  }

  async createAnswer(): Promise<RTCSessionDescriptionInit> {
    return { type: "answer", sdp: `v=0\r\no=- ${this.#session} 1 IN IP4 0\r\n` };
  }

  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.localDescription = { sdp: description.sdp ?? "" };
    this.signalingState = description.type === "offer" ? "have-local-offer" : "stable";
    for (const [n, transceiver] of this.transceivers.entries()) transceiver.mid ??= String(n);
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.taking += 1;
    await Promise.resolve();
    if (this.taking > 1) throw new Error("two descriptions at once");
    this.taking -= 1;
    if (description.type === "answer" && this.signalingState !== "have-local-offer")
      throw new Error("no offer to answer");
    if (description.sdp === "broken") throw new Error("broken");
    const lines = Number(description.sdp?.split("lines=")[1] ?? 0);
    while (this.transceivers.length < lines) this.#transceiver(null);
    for (const [n, transceiver] of this.transceivers.entries()) transceiver.mid ??= String(n);
    this.signalingState = description.type === "answer" ? "stable" : "have-remote-offer";
  }

  restartIce(): void {
    this.iceRestarts += 1;
  }

  async getStats(): Promise<Map<string, unknown>> {
    return new Map();
  }

  close(): void {
    this.connectionState = "closed";
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  #transceiver(track: unknown): FakeTransceiver {
    const transceiver: FakeTransceiver = {
      mid: null,
      stopped: false,
      sender: {
        track,
        async replaceTrack(next: unknown) {
          this.track = next;
        },
      },
      receiver: { track: new FakeTrack("video") },
      stop() {
        this.stopped = true;
      },
    };
    this.transceivers.push(transceiver);
    return transceiver;
  }
}

/** A factory that remembers what it made. */
export function factory(): { made: FakeConnection[]; connect: () => RTCPeerConnection } {
  const made: FakeConnection[] = [];
  const connect = () => {
    const connection = new FakeConnection();
    made.push(connection);
    return connection as unknown as RTCPeerConnection;
  };
  return { made, connect };
}

/** The answer that a server would give to a published offer. */
export function answerTo(message: MediaOutgoing | undefined): string {
  if (message?.type !== "media_publish") throw new Error("nothing was published");
  return message.sdp;
}
