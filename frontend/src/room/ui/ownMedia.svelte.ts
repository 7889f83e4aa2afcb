/**
 * One's own devices and the media connection, kept in step with one's seat.
 *
 * The seat says what is switched on, and outlives a reconnect and a reload; this makes it true. A
 * switch thrown here acts on the device first, so that "off" is silent before anybody is told.
 */
import type { IceServer, Seat } from "../../protocol/messages.gen";
import {
  type Advice,
  advice,
  type Choice,
  type DeviceKind,
  openCamera,
  openMicrophone,
  recallChoice,
  troubleOf,
} from "../devices";
import { MediaClient, type MediaIncoming, type MediaState, type Source } from "../media";
import type { Room, RoomStore } from "../store";
import { Tracks } from "./tracks.svelte";

type Switches = Pick<Seat, "microphone" | "camera" | "screen">;

/** Told when an act is refused. */
type Refusal = (error: unknown) => void;

const OPEN = ["lobby", "in_session", "paused"];
const OFF: Switches = { microphone: false, camera: false, screen: false };

export class OwnMedia {
  readonly tracks = new Tracks();
  /** What the devices do now. */
  on = $state.raw<Switches>(OFF);
  state = $state<MediaState>("idle");
  /** What is wrong with a device, and what to do. */
  told = $state.raw<Advice | null>(null);
  client: MediaClient | null = null;
  readonly connections = new Set<RTCPeerConnection>();
  /** Seen outside the room: the first entry switches on what was chosen in the device check. */
  #fresh = false;
  #asking = 0;
  /** The line was lost since the media was opened. */
  #lost = false;
  /** An offer that came before the room said that we are in it. */
  #early: MediaIncoming | null = null;
  readonly #store: RoomStore;
  readonly #refused: Refusal;

  constructor(store: RoomStore, refused: Refusal) {
    this.#store = store;
    this.#refused = refused;
    store.on("media_answer", (message) => void this.client?.handle(message));
    store.on("media_reset", (message) => void this.client?.handle(message));
    store.on("media_offer", ({ type, sdp, tracks }) => {
      this.#offered({ type, sdp, tracks: [...tracks] });
    });
  }

  /** Follow the seat: in the room with media, elsewhere without. */
  follow({ status, state, you, iceServers }: Room): void {
    const seat = state.seats[you];
    const open = status !== "ended" && OPEN.includes(state.phase);
    if (!seat || !open || seat.place !== "inside") {
      if (seat) this.#fresh = true;
      if (this.client) this.close();
      return;
    }
    if (!this.client) this.#open(seat, iceServers);
    else if (status !== "live") this.#lost = true;
    else if (this.#lost) this.#comeBack(this.client);
    if (this.#asking === 0) void this.#obey(seat);
  }

  /** Switch the microphone on or off. */
  async microphone(on: boolean): Promise<void> {
    await this.#switch("microphone", { microphone: on }, () => this.client?.setMicrophone(on));
  }

  async camera(on: boolean): Promise<void> {
    await this.#switch("camera", { camera: on }, () => this.client?.setCamera(on));
  }

  async screen(on: boolean): Promise<void> {
    try {
      if (on) await this.client?.shareScreen();
      else await this.client?.stopScreen();
    } catch (error) {
      // Whoever closes the browser's own question has changed their mind.
      if (troubleOf(error) !== "denied") this.told = advice("camera", troubleOf(error));
      return;
    }
    this.#asking += 1;
    await this.#tell({ ...this.on, screen: on });
    await this.#settle();
  }

  close(): void {
    this.client?.close();
    this.client = null;
    this.connections.clear();
    this.tracks.clear();
    this.on = OFF;
    this.state = "idle";
    this.#lost = false;
    this.#early = null;
  }

  #offered(offer: MediaIncoming): void {
    if (this.client && !this.#lost) void this.client.handle(offer);
    else this.#early = offer;
  }

  /** The server forgot the connections of the line that was lost. */
  #comeBack(client: MediaClient): void {
    this.#lost = false;
    this.#early = null;
    client.restart();
  }

  #open(seat: Seat, iceServers: readonly IceServer[]): void {
    const client = this.#connect(seat.id, iceServers);
    this.client = client;
    if (this.#early) void client.handle(this.#early);
    this.#early = null;
    const choice = recallChoice();
    const first = { microphone: !seat.muted, camera: !choice.noCamera, screen: false };
    const kept = { microphone: seat.microphone, camera: seat.camera, screen: false };
    const wanted = this.#fresh ? first : kept;
    this.#fresh = false;
    void this.#begin(client, seat, wanted, choice);
  }

  async #begin(client: MediaClient, seat: Seat, wanted: Switches, choice: Choice): Promise<void> {
    this.#asking += 1;
    try {
      await client.replaceDevice("mic", choice.microphone);
      await client.replaceDevice("camera", choice.camera);
      const stream = seat.role === "observer" ? undefined : await this.#streamOf(wanted, choice);
      if (this.client !== client) return stopAll(stream);
      await client.start(stream);
      if (stream) await this.#tell(switchesOf(stream));
    } finally {
      await this.#settle();
    }
  }

  async #streamOf(wanted: Switches, choice: Choice): Promise<MediaStream> {
    const stream = new MediaStream();
    const add = (track: MediaStreamTrack) => stream.addTrack(track);
    if (wanted.microphone)
      await openMicrophone(choice.microphone).then(add, (error) => this.#fail("microphone", error));
    if (wanted.camera)
      await openCamera(choice.camera).then(add, (error) => this.#fail("camera", error));
    return stream;
  }

  #connect(you: string, iceServers: readonly IceServer[]): MediaClient {
    const servers = iceServers.map(({ urls, ...rest }) => ({ ...rest, urls: [...urls] }));
    return new MediaClient({
      send: (message) => void this.#store.signal(message),
      onTrack: (peer, source, _kind, track) => this.tracks.put(peer, source, track),
      onTrackEnded: (peer, source) => this.tracks.drop(peer, source),
      onLocalTrack: (source, track) => this.#ownTrack(you, source, track),
      onState: (state) => {
        this.state = state;
      },
      createConnection: () => {
        const connection = new RTCPeerConnection({
          iceServers: servers,
          bundlePolicy: "max-bundle",
        });
        for (const old of this.connections)
          if (old.connectionState === "closed") this.connections.delete(old);
        this.connections.add(connection);
        return connection;
      },
    });
  }

  #ownTrack(you: string, source: Source, track: MediaStreamTrack | null): void {
    if (track) this.tracks.put(you, source, track, true);
    else this.tracks.drop(you, source);
    // Sharing can be ended by the browser's own button.
    if (source === "screen" && !track && this.on.screen)
      void this.#tell({ ...this.on, screen: false });
  }

  /** Do what the seat says: the host muted us, or another act of ours went through. */
  async #obey(seat: Seat): Promise<void> {
    const { microphone, camera } = this.on;
    this.on = { microphone: seat.microphone, camera: seat.camera, screen: seat.screen };
    if (microphone !== seat.microphone) await this.client?.setMicrophone(seat.microphone);
    if (camera !== seat.camera) await this.client?.setCamera(seat.camera);
  }

  async #switch(
    kind: DeviceKind,
    change: Partial<Switches>,
    act: () => Promise<void> | undefined,
  ): Promise<void> {
    this.#asking += 1;
    this.told = null;
    try {
      await act();
      await this.#tell({ ...this.on, ...change });
    } catch (error) {
      this.#fail(kind, error);
    } finally {
      await this.#settle();
    }
  }

  /** A switch was thrown to its end; what the room decided meanwhile counts now. */
  async #settle(): Promise<void> {
    this.#asking -= 1;
    const { state, you } = this.#store.get();
    const seat = state.seats[you];
    if (seat && this.client && this.#asking === 0) await this.#obey(seat);
  }

  /** Tell the room what is on; when it refuses, `#settle` puts the devices back. */
  async #tell(switches: Switches): Promise<void> {
    this.on = switches;
    try {
      await this.#store.act({ kind: "set_devices", ...switches });
    } catch (error) {
      this.#refused(error);
    }
  }

  #fail(kind: DeviceKind, error: unknown): void {
    this.told = advice(kind, troubleOf(error));
  }
}

function switchesOf(stream: MediaStream): Switches {
  return {
    microphone: stream.getAudioTracks().length > 0,
    camera: stream.getVideoTracks().length > 0,
    screen: false,
  };
}

function stopAll(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
