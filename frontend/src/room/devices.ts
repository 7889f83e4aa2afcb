/**
 * The camera, the microphone and the speaker of this machine, and what to do when one is missing.
 *
 * Names follow the Media Capture and Streams API; failures are told by `DOMException.name` (its
 * section "getUserMedia", and MDN for what browsers really throw).
 */
import { t } from "../i18n";

export type DeviceKind = "camera" | "microphone";

export type Trouble = "insecure" | "denied" | "busy" | "missing" | "failed";

/** Words for a person: what is wrong, and what to do about it. */
export interface Advice {
  wrong: string;
  remedy: string;
}

export interface Devices {
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

/** Chosen devices by id; an empty id lets the browser choose. */
export interface Choice {
  camera: string;
  microphone: string;
  speaker: string;
  /** Goes in without a camera, by choice. */
  noCamera: boolean;
}

const STORED = "maplebridge.devices";
const NONE: Choice = { camera: "", microphone: "", speaker: "", noCamera: false };

/** Which trouble an error of getUserMedia means. */
export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return name === "InsecureError" ? "insecure" : "failed";
}

const CAMERA: Record<Trouble, () => Advice> = {
  insecure: insecure,
  denied: () => ({
    wrong: t("You have not allowed the camera."),
    remedy: t("Press the lock beside the address, allow the camera, then try again."),
  }),
  busy: () => ({
    wrong: t("Your camera is used by another program."),
    remedy: t("Close other calls and camera apps, then try again."),
  }),
  missing: () => ({
    wrong: t("No camera was found."),
    remedy: t("Plug one in and try again, or go on without a camera."),
  }),
  failed: () => ({
    wrong: t("The camera did not start."),
    remedy: t("Try again; if it fails, restart the browser."),
  }),
};

const MICROPHONE: Record<Trouble, () => Advice> = {
  insecure: insecure,
  denied: () => ({
    wrong: t("You have not allowed the microphone."),
    remedy: t("Press the lock beside the address, allow the microphone, then try again."),
  }),
  busy: () => ({
    wrong: t("Your microphone is used by another program."),
    remedy: t("End other calls, then try again."),
  }),
  missing: () => ({
    wrong: t("No microphone was found."),
    remedy: t("Plug in earphones with a microphone and try again."),
  }),
  failed: () => ({
    wrong: t("The microphone did not start."),
    remedy: t("Try again; if it fails, restart the browser."),
  }),
};

function insecure(): Advice {
  return {
    wrong: t("This address is not secure, so the browser keeps camera and microphone shut."),
    remedy: t("Open the page by an address that begins with https."),
  };
}

/** What to tell a person about `trouble` of `kind`. */
export function advice(kind: DeviceKind, trouble: Trouble): Advice {
  return (kind === "camera" ? CAMERA : MICROPHONE)[trouble]();
}

/** Thrown where the browser has no mediaDevices: the page is not a secure context. */
class InsecureError extends Error {
  override name = "InsecureError";
}

function media(): MediaDevices {
  if (!navigator.mediaDevices) throw new InsecureError();
  return navigator.mediaDevices;
}

function wanted(id: string): MediaTrackConstraints {
  return id ? { deviceId: { ideal: id } } : {};
}

/** The camera's track, 640 × 480 at 24 frames a second or near it. Throws what getUserMedia throws. */
export async function openCamera(id = ""): Promise<MediaStreamTrack> {
  const shape = {
    width: { ideal: 640 },
    height: { ideal: 480 },
    frameRate: { ideal: 24, max: 30 },
  };
  const video = { ...shape, ...(id ? wanted(id) : { facingMode: "user" }) };
  const stream = await media().getUserMedia({ video });
  return stream.getVideoTracks()[0] as MediaStreamTrack;
}

/** The microphone's track, with echo and noise taken out. Throws what getUserMedia throws. */
export async function openMicrophone(id = ""): Promise<MediaStreamTrack> {
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const stream = await media().getUserMedia({ audio: { ...audio, ...wanted(id) } });
  return stream.getAudioTracks()[0] as MediaStreamTrack;
}

/** Whether this browser can share a screen at all; phones mostly cannot. */
export function canShare(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/** The devices of this machine. Labels are empty until one was allowed. */
export async function listDevices(): Promise<Devices> {
  const all = navigator.mediaDevices ? await navigator.mediaDevices.enumerateDevices() : [];
  const of = (kind: MediaDeviceKind) => all.filter((one) => one.kind === kind && one.deviceId);
  return { cameras: of("videoinput"), microphones: of("audioinput"), speakers: of("audiooutput") };
}

/** The camera after `current`, round and round; empty when there is only one. */
export function nextCamera(cameras: MediaDeviceInfo[], current: string): string {
  if (cameras.length < 2) return "";
  const at = cameras.findIndex((one) => one.deviceId === current);
  return cameras[(at + 1) % cameras.length]?.deviceId ?? "";
}

/** What the person chose last time, on this machine. */
export function recallChoice(storage: Storage = localStorage): Choice {
  try {
    return { ...NONE, ...(JSON.parse(storage.getItem(STORED) ?? "{}") as Partial<Choice>) };
  } catch {
    return { ...NONE };
  }
}

export function keepChoice(choice: Choice, storage: Storage = localStorage): void {
  storage.setItem(STORED, JSON.stringify(choice));
}
