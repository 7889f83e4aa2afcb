/** Who receives a person's sound and picture: the same answer as `hearings/rules/audience.py`. */
import type { RoomState, Seat } from "../protocol/messages.gen";
import { caucusOf } from "./apply";

const OPEN: readonly string[] = ["lobby", "in_session", "paused"];

function present(seat: Seat): boolean {
  return seat.connected && seat.place === "inside";
}

function sends(seat: Seat, kind: "audio" | "video"): boolean {
  if (!present(seat) || seat.role === "observer") return false;
  return kind === "audio" ? seat.microphone && !seat.muted : seat.camera || seat.screen;
}

/** The seats that receive the sound or the picture of `id` at this moment. */
export function receivers(state: RoomState, id: string, kind: "audio" | "video"): string[] {
  const sender = state.seats[id];
  if (!sender || !OPEN.includes(state.phase) || !sends(sender, kind)) return [];
  const room = caucusOf(state, id);
  return Object.values(state.seats)
    .filter((other) => other.id !== id && present(other))
    .filter((other) => !sender.protected_from.includes(other.id))
    .filter((other) => caucusOf(state, other.id)?.id === room?.id)
    .map((other) => other.id);
}
