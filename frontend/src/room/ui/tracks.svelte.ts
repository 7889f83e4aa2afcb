/** What arrives and what is sent, as streams that components can show; and who is heard speaking. */
import { SvelteMap, SvelteSet } from "svelte/reactivity";
import { SpeakingGate, watchLevel } from "../levels";
import type { Source } from "../media";
import type { SeatId } from "./model";

export class Tracks {
  readonly cameras = new SvelteMap<SeatId, MediaStream>();
  readonly screens = new SvelteMap<SeatId, MediaStream>();
  /** The others' sound; one's own is never played back. */
  readonly sounds = new SvelteMap<SeatId, MediaStream>();
  readonly speaking = new SvelteSet<SeatId>();
  #watches = new Map<SeatId, () => void>();

  put(seat: SeatId, source: Source, track: MediaStreamTrack, own = false): void {
    if (source !== "mic") this.#pictures(source).set(seat, new MediaStream([track]));
    else {
      if (!own) this.sounds.set(seat, new MediaStream([track]));
      this.#watch(seat, track);
    }
  }

  drop(seat: SeatId, source: Source): void {
    if (source !== "mic") this.#pictures(source).delete(seat);
    else {
      this.sounds.delete(seat);
      this.#unwatch(seat);
    }
  }

  clear(): void {
    for (const seat of [...this.#watches.keys()]) this.#unwatch(seat);
    this.cameras.clear();
    this.screens.clear();
    this.sounds.clear();
  }

  #pictures(source: Source): SvelteMap<SeatId, MediaStream> {
    return source === "screen" ? this.screens : this.cameras;
  }

  #watch(seat: SeatId, track: MediaStreamTrack): void {
    this.#unwatch(seat);
    const gate = new SpeakingGate();
    const stop = watchLevel(track, (level) => {
      const speaks = gate.hear(level, performance.now());
      if (speaks === this.speaking.has(seat)) return;
      if (speaks) this.speaking.add(seat);
      else this.speaking.delete(seat);
    });
    this.#watches.set(seat, stop);
  }

  #unwatch(seat: SeatId): void {
    this.#watches.get(seat)?.();
    this.#watches.delete(seat);
    this.speaking.delete(seat);
  }
}
