/** The camera as it is being tried before a sitting. */
import {
  type Advice,
  advice,
  type Choice,
  listDevices,
  nextCamera,
  openCamera,
  type Trouble,
  troubleOf,
} from "../../devices";

export class CameraTrial {
  stream = $state.raw<MediaStream | null>(null);
  trouble = $state<Trouble | null>(null);
  cameras = $state.raw<MediaDeviceInfo[]>([]);
  told: Advice | null = $derived(this.trouble ? advice("camera", this.trouble) : null);
  #choice: Choice;
  #over = false;

  /** `choice` is written to: the device used, and whether to go without one. */
  constructor(choice: Choice) {
    this.#choice = choice;
  }

  async start(): Promise<void> {
    this.#stop();
    this.trouble = null;
    this.#choice.noCamera = false;
    try {
      const track = await openCamera(this.#choice.camera);
      if (this.#over) return track.stop();
      this.stream = new MediaStream([track]);
      this.#choice.camera = track.getSettings().deviceId ?? "";
    } catch (error) {
      this.trouble = troubleOf(error);
    }
    this.cameras = (await listDevices()).cameras;
  }

  async pick(id: string): Promise<void> {
    this.#choice.camera = id;
    await this.start();
  }

  async flip(): Promise<void> {
    await this.pick(nextCamera(this.cameras, this.#choice.camera));
  }

  goWithout(): void {
    this.#stop();
    this.trouble = null;
    this.#choice.noCamera = true;
  }

  end(): void {
    this.#over = true;
    this.#stop();
  }

  #stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }
}
