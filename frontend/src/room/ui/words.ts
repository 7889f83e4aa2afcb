/** The words for states: each has an icon and a colour beside it, never a colour alone. */
import { t, tn } from "../../i18n";
import type { Phase } from "../../protocol/messages.gen";
import type { Standing } from "../apply";
import type { Network } from "../levels";
import type { Seat } from "./model";

export type Tone = "ok" | "warn" | "bad" | "info" | "plain";
export type StateIcon =
  | "speaking"
  | "microphone"
  | "muted"
  | "locked"
  | "warning"
  | "wait"
  | "talk";

export interface StateLine {
  icon: StateIcon;
  words: string;
  /** The same where there is little room; left out when `words` are short already. */
  short?: string;
  tone: Tone;
}

const ROLES: Record<string, () => string> = {
  "party/claimant": () => t("Applicant"),
  "party/respondent": () => t("Respondent"),
  "representative/claimant": () => t("Applicant’s representative"),
  "representative/respondent": () => t("Respondent’s representative"),
  party: () => t("Party"),
  representative: () => t("Representative"),
  mediator: () => t("Mediator"),
  judge: () => t("Judge"),
  clerk: () => t("Clerk"),
  witness: () => t("Witness"),
  expert: () => t("Expert"),
  interpreter: () => t("Interpreter"),
  observer: () => t("Observer"),
};

/** The word for a role; parties and their representatives are called by their side. */
export function roleWords(role: string, side: string): string {
  return (ROLES[`${role}/${side}`] ?? ROLES[role])?.() ?? role;
}

/** What a person's state is in one line; the most urgent thing first. */
export function stateLine(seat: Seat): StateLine {
  if (seat.standing === "disconnected")
    return { icon: "warning", words: t("Reconnecting"), short: t("cut off"), tone: "warn" };
  if (seat.away)
    return { icon: "locked", words: t("Speaking privately"), short: t("private"), tone: "info" };
  if (seat.speaking)
    return { icon: "speaking", words: t("Speaking"), short: t("speaking"), tone: "ok" };
  if (seat.network === "poor")
    return { icon: "warning", words: t("Network unsteady"), short: t("unsteady"), tone: "warn" };
  if (seat.muted)
    return { icon: "locked", words: t("Muted by the host"), short: t("muted"), tone: "plain" };
  if (!seat.microphone)
    return { icon: "muted", words: t("Microphone off"), short: t("off"), tone: "plain" };
  return { icon: "microphone", words: t("Microphone on"), short: t("on"), tone: "plain" };
}

const STANDINGS: Record<Standing, () => StateLine> = {
  not_signed_in: () => ({ icon: "wait", words: t("Not here yet"), tone: "warn" }),
  joining: () => ({ icon: "wait", words: t("Getting ready"), tone: "info" }),
  available: () => ({ icon: "talk", words: t("Here"), tone: "ok" }),
  in_hearing: () => ({ icon: "talk", words: t("In the room"), tone: "ok" }),
  in_consultation: () => ({ icon: "talk", words: t("In the room"), tone: "ok" }),
  disconnected: () => ({ icon: "warning", words: t("Lost connection"), tone: "bad" }),
  gone: () => ({ icon: "wait", words: t("Left"), tone: "plain" }),
};

/** Whether somebody has come, for the waiting room. */
export function standingLine(standing: Standing): StateLine {
  return STANDINGS[standing]();
}

const PHASES: Record<Phase, () => StateLine> = {
  scheduled: () => ({ icon: "wait", words: t("Not started"), tone: "info" }),
  lobby: () => ({ icon: "wait", words: t("Not started"), tone: "info" }),
  in_session: () => ({ icon: "talk", words: t("In session"), tone: "ok" }),
  paused: () => ({ icon: "wait", words: t("Paused"), tone: "warn" }),
  closed: () => ({ icon: "wait", words: t("Closed"), tone: "plain" }),
  cancelled: () => ({ icon: "wait", words: t("Cancelled"), tone: "plain" }),
};

export function phaseLine(phase: Phase): StateLine {
  return PHASES[phase]();
}

/** The state of a line in words. */
export function networkWords(network: Network): string {
  if (network === "good") return t("Network good");
  return network === "fair" ? t("Network fair") : t("Network poor");
}

/** "Wang Fang, Li Ming": names as the reader's language joins them. */
export function nameList(names: readonly string[]): string {
  return names.join(t(", "));
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** Seconds as hh:mm:ss. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return [whole / 3600, (whole / 60) % 60, whole % 60].map((n) => pad(Math.floor(n))).join(":");
}

/** The time of day of an instant (ISO 8601), in the reader's zone. */
export function timeOf(iso: string): string {
  const at = new Date(iso);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

/** The time of day at `now` (milliseconds since 1970), in the reader's zone: 14:42. */
export function dayTime(now: number): string {
  const at = new Date(now);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** When a sitting begins, seen from `now` (milliseconds since 1970). */
export function beginsWords(beginsAt: string, now: number): string {
  const at = Date.parse(beginsAt);
  const time = dayTime(at);
  const minutes = Math.ceil((at - now) / 60_000);
  if (new Date(at).toDateString() !== new Date(now).toDateString()) {
    const day = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
      dateStyle: "long",
    });
    return t("The sitting is on %(day)s at %(time)s.", { day: day.format(at), time });
  }
  if (minutes <= 0) return t("The sitting was to begin at %(time)s.", { time });
  return tn(
    "The sitting begins at %(time)s, in %(count)s minute.",
    "The sitting begins at %(time)s, in %(count)s minutes.",
    minutes,
    { time },
  );
}
