/** How loud, and how good the line: numbers from tracks and round trips, in words people know. */

export type Network = "good" | "fair" | "poor";

/** Loudness in dBFS below which a meter is empty, and at which it is full. */
const FLOOR_DB = -60;
const CEILING_DB = -12;
/** Above this a person speaks; a pause shorter than the hold does not end it. */
const SPEAKING_LEVEL = 0.28;
const HOLD_MS = 700;

/** Round-trip medians in milliseconds; beyond the second, talk and picture stumble. */
const GOOD_MS = 200;
const FAIR_MS = 500;

/** Loudness of `samples` (-1…1) on a scale from 0, silence, to 1, loud. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / Math.max(samples.length, 1) + 1e-12);
  return Math.min(1, Math.max(0, (db - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}

/** How many of `cells` a meter lights for `level` (0…1). */
export function cellsFor(level: number, cells: number): number {
  return Math.round(Math.min(1, Math.max(0, level)) * cells);
}

/** Tells speech from a cough: on at once, off only after a pause of `HOLD_MS`. */
export class SpeakingGate {
  #until = Number.NEGATIVE_INFINITY;

  /** Whether the person speaks at `now` (milliseconds), hearing `level` (0…1). */
  hear(level: number, now: number): boolean {
    if (level >= SPEAKING_LEVEL) this.#until = now + HOLD_MS;
    return now < this.#until;
  }
}

/** The grade of a line by its round trips in milliseconds; no answer at all is "poor". */
export function networkGrade(trips: readonly number[]): Network {
  if (trips.length === 0) return "poor";
  const sorted = [...trips].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
  if (median <= GOOD_MS) return "good";
  return median <= FAIR_MS ? "fair" : "poor";
}

/** Round trips to `url` in milliseconds, one after another; failed ones are left out. */
export async function roundTrips(url: string, count = 3): Promise<number[]> {
  const trips: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const from = performance.now();
    const answer = await fetch(url, { cache: "no-store" }).catch(() => null);
    if (answer?.ok) trips.push(performance.now() - from);
  }
  return trips;
}

let shared: AudioContext | null = null;

/** The one audio context of the page; it wakes at the first touch, as browsers require. */
export function audioContext(): AudioContext | null {
  if (typeof AudioContext === "undefined") return null;
  shared ??= new AudioContext();
  if (shared.state === "suspended") void shared.resume().catch(() => undefined);
  return shared;
}

/** Call `heard` with the loudness (0…1) of `track` ten times a second; returns how to stop. */
export function watchLevel(track: MediaStreamTrack, heard: (level: number) => void): () => void {
  const context = audioContext();
  if (!context) return () => undefined;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = window.setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    heard(track.enabled && !track.muted ? loudness(samples) : 0);
  }, 100);
  return () => {
    window.clearInterval(timer);
    source.disconnect();
  };
}

/** Two soft notes through `speaker` (a device id, or empty for the usual one). */
export async function playChime(speaker: string): Promise<void> {
  const context = audioContext();
  if (!context) throw new Error("no audio");
  const output = context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
  await output.setSinkId?.(speaker);
  await context.resume();
  for (const [index, pitch] of [523.25, 659.25].entries()) note(context, pitch, index * 0.35);
}

function note(context: AudioContext, pitch: number, after: number): void {
  const from = context.currentTime + after;
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.frequency.value = pitch;
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(0.25, from + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.001, from + 0.6);
  tone.connect(gain).connect(context.destination);
  tone.start(from);
  tone.stop(from + 0.65);
}
