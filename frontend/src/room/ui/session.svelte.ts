/** One person's stay in one room: the store and the media, as runes that the screens read. */
import { t } from "../../i18n";
import type { ClientAct } from "../../protocol/messages.gen";
import { canShare, keepChoice } from "../devices";
import { Refused } from "../socket";
import { createRoomStore, fetchTicket, type Room, type RoomStore } from "../store";
import type { Checked, Deeds, Own, SeatId } from "./model";
import { OwnMedia } from "./ownMedia.svelte";

/** What the page is given by the server's template. */
export interface Addresses {
  socketUrl: string;
  ticketUrl: string;
  csrf: string;
}

/** Something refused, in words, until it is dismissed or the next act succeeds. */
export interface Notice {
  words: string;
}

/** At most so often is an entry being typed told to the others. */
const TYPING_MS = 300;

export class Session {
  readonly store: RoomStore;
  readonly media: OwnMedia;
  room = $state.raw<Room>() as Room;
  notice = $state.raw<Notice | null>(null);
  /** Look at the device check again from the waiting room. */
  rechecking = $state(false);
  #typed: { speaker: SeatId | null; words: string } = { speaker: null, words: "" };
  #typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ socketUrl, ticketUrl, csrf }: Addresses) {
    const ticket = (givenUp: AbortSignal) => fetchTicket(ticketUrl, csrf, givenUp);
    this.store = createRoomStore({ url: socketUrl, ticket });
    this.room = this.store.get();
    this.media = new OwnMedia(this.store, (error) => this.#refused(error));
    this.store.subscribe((room) => this.#follow(room));
    this.store.on("agreement_changed", () => {
      document.body.dispatchEvent(new CustomEvent("agreement-changed", { bubbles: true }));
    });
  }

  start(): void {
    this.store.start();
  }

  stop(): void {
    this.media.close();
    this.store.stop();
  }

  own(): Own {
    const { microphone, camera, screen } = this.media.on;
    const muted = this.room.state.seats[this.room.you]?.muted ?? false;
    return { microphone: muted ? "locked" : microphone ? "on" : "off", camera, screen };
  }

  /** The device check is done and the rules are ticked: into the waiting room, or straight in. */
  async enter({ result, choice }: Checked): Promise<void> {
    keepChoice(choice);
    const prepared = await this.#do({ kind: "prepare", rules_accepted: true, ...result });
    if (!prepared) return;
    this.rechecking = false;
    const place = this.store.get().state.seats[this.room.you]?.place;
    if (place !== "waiting" && place !== "inside") await this.#do({ kind: "enter" });
  }

  readonly deeds: Deeds = {
    admit: (ids) => this.#each(ids.map((seat) => ({ kind: "admit", seat }))),
    dismiss: (seat) => this.#each([{ kind: "dismiss", seat }]),
    mute: (seat) => this.#each([{ kind: "mute", seat }]),
    allowUnmute: (seat) => this.#each([{ kind: "allow_unmute", seat }]),
    lockMicrophones: () => this.#each([{ kind: "lock_mics" }]),
    unlockMicrophones: () => this.#each([{ kind: "unlock_mics" }]),
    lowerHands: () =>
      this.#each(this.room.state.hands.map((seat) => ({ kind: "lower_hand", seat }))),
    openCaucus: (seats) => this.#each([{ kind: "open_caucus", seats }]),
    answerCaucus: (caucus, accept) =>
      this.#each([{ kind: accept ? "accept_caucus" : "decline_caucus", caucus }]),
    leaveCaucus: () => this.#each([{ kind: "leave_caucus" }]),
    recall: () => this.#each([{ kind: "recall" }]),
    start: () => this.#each([{ kind: "start" }]),
    pause: () => this.#each([{ kind: "pause" }]),
    resume: () => this.#each([{ kind: "resume" }]),
    close: () => this.#each([{ kind: "close" }]),
    hand: (up) => this.#each([{ kind: up ? "raise_hand" : "lower_hand" }]),
    say: (text, scope) => this.#each([{ kind: "say", scope, text }]),
    minute: (speaker, text) => this.#each([{ kind: "minute", speaker, text }]),
    typing: (speaker, words) => this.#typing(speaker, words),
    microphone: () => this.#microphone(),
    camera: () => void this.media.camera(!this.media.on.camera),
    share: () => this.#share(),
    leave: () => this.#each([{ kind: "leave" }]),
  };

  #follow(room: Room): void {
    this.room = room;
    this.media.follow(room);
  }

  #each(acts: ClientAct[]): void {
    for (const act of acts) void this.#do(act);
  }

  /** Whether the act is in force; a refusal is shown. */
  async #do(act: ClientAct): Promise<boolean> {
    try {
      await this.store.act(act);
      this.notice = null;
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    }
  }

  #refused(error: unknown): void {
    if (!(error instanceof Refused)) throw error;
    if (error.message) this.notice = { words: error.message };
  }

  #microphone(): void {
    if (this.own().microphone === "locked")
      this.notice = { words: t("The host has muted you. Raise your hand to ask for the word.") };
    else void this.media.microphone(!this.media.on.microphone);
  }

  #share(): void {
    if (!canShare())
      this.notice = { words: t("This browser cannot share a screen. A computer can.") };
    else void this.media.screen(!this.media.on.screen);
  }

  /** Not at every key: at most every `TYPING_MS`, and at once when the field is empty again. */
  #typing(speaker: string | null, words: string): void {
    this.#typed = { speaker, words };
    if (words === "") this.#tellTyped();
    else this.#typingTimer ??= setTimeout(() => this.#tellTyped(), TYPING_MS);
  }

  #tellTyped(): void {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = undefined;
    const { speaker, words } = this.#typed;
    this.store.typing("minutes", words, speaker ?? undefined);
  }
}
