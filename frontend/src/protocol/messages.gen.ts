// Written by `manage.py export_protocol`; the test run fails when it differs. Do not edit.

export const PROTOCOL = 1;

/** Which roles may send which message; acts stand under their kind. */
export const MAY_SEND: Readonly<Record<string, readonly Role[]>> = {
  hello: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter", "observer"],
  alive: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter", "observer"],
  typing: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter"],
  media_publish: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter"],
  media_subscribed: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter", "observer"],
  media_restart: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter", "observer"],
  prepare: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter", "observer"],
  enter: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter", "observer"],
  leave: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter", "observer"],
  admit: ["mediator", "judge", "clerk"],
  dismiss: ["mediator", "judge", "clerk"],
  raise_hand: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter"],
  lower_hand: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter"],
  mute: ["mediator", "judge"],
  allow_unmute: ["mediator", "judge"],
  lock_mics: ["mediator", "judge"],
  unlock_mics: ["mediator", "judge"],
  set_devices: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter"],
  open_caucus: ["mediator", "judge"],
  invite_caucus: ["mediator", "judge"],
  accept_caucus: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter"],
  decline_caucus: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter"],
  leave_caucus: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter"],
  recall: ["mediator", "judge"],
  say: ["party", "representative", "mediator", "judge", "clerk", "witness", "expert", "interpreter"],
  minute: ["mediator", "judge", "clerk"],
  start: ["mediator", "judge"],
  pause: ["mediator", "judge"],
  resume: ["mediator", "judge"],
  close: ["mediator", "judge"],
};

/** The act is in the journal, up to `seq`, and in force. */
export interface Ack {
  type: "ack";
  client_msg_id: string;
  seq: number;
}

/** The agreement of this case has changed: load its panel again. */
export interface AgreementChanged {
  type: "agreement_changed";
  agreement_id: string;
  seq: number;
}

/** The socket closes for good, with the reason. */
export interface Bye {
  type: "bye";
  reason: "left" | "signed_out" | "not_allowed";
}

/** A private room. `invited` maps a seat to the moment (ISO 8601) its invitation expires. */
export interface Caucus {
  id: string;
  opened_by: string;
  members: readonly string[];
  invited: Readonly<Record<string, string>>;
}

/** A private room is closed; all are back. */
export interface CaucusClosedEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.caucus_closed";
  data: OfCaucus;
}

/** Until when (ISO 8601) the invitation stands. */
export interface CaucusInvitedData {
  seat: string;
  caucus: string;
  expires_at: string;
}

/** Somebody is asked into a private room. */
export interface CaucusInvitedEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.caucus_invited";
  data: CaucusInvitedData;
}

/** Which private room, and who. */
export interface CaucusSeatData {
  seat: string;
  caucus: string;
}

/** Somebody opened, joined, declined or left a private room. */
export interface CaucusSeatEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.caucus_opened" | "room.caucus_joined" | "room.caucus_declined" | "room.caucus_left";
  data: CaucusSeatData;
}

/** What of their own they have switched on. */
export interface DevicesData {
  seat: string;
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

/** Somebody switched a device. */
export interface DevicesEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.devices_set";
  data: DevicesData;
}

/** Where they came in: staff go straight inside. */
export interface EnteredData {
  seat: string;
  place: "waiting" | "inside";
}

/** Somebody came to the waiting room, or in. */
export interface EnteredEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.entered";
  data: EnteredData;
}

/** What was decided since. `seq` is how far the journal was read for this reader. */
export interface Entries {
  type: "entries";
  seq: number;
  entries: readonly (HouseEntry | StartedEntry | SeatEntry | SeatedEntry | PreparedEntry | EnteredEntry | DevicesEntry | CaucusSeatEntry | CaucusInvitedEntry | CaucusClosedEntry | SaidEntry | MinutedEntry)[];
}

/** The journal stands at `seq`. */
export interface Heartbeat {
  type: "heartbeat";
  seq: number;
}

/** Something about the whole sitting. */
export interface HouseEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.booked" | "room.moved" | "room.cancelled" | "room.opened" | "room.paused" | "room.resumed" | "room.closed" | "room.mics_locked" | "room.mics_unlocked";
  data: Nothing;
}

/** As `RTCIceServer`. */
export interface IceServer {
  urls: readonly string[];
  username: string;
  credential: string;
}

/** The answer to `media_publish`. */
export interface MediaAnswer {
  type: "media_answer";
  sdp: string;
}

/** What the reader may receive from now on. */
export interface MediaOffer {
  type: "media_offer";
  sdp: string;
  tracks: readonly Track[];
}

/** The media is lost: publish again, then send `media_restart`. */
export interface MediaReset {
  type: "media_reset";
}

/** `seat` wrote it, `speaker` said it; None when it simply happened. */
export interface MinutedData {
  seat: string;
  line: string;
  speaker: string | null;
  text: string;
}

/** An entry in the minutes. */
export interface MinutedEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.minuted";
  data: MinutedData;
}

/** No data. */
export interface Nothing {
}

/** Which private room. */
export interface OfCaucus {
  caucus: string;
}

/** Whom it is about. */
export interface OfSeat {
  seat: string;
}

/** What the others call somebody. */
export interface Person {
  name: string;
}

/** Where the sitting stands. The last two are final. */
export type Phase = "scheduled" | "lobby" | "in_session" | "paused" | "closed" | "cancelled";

/** How far somebody has come. A lost connection leaves it as it is; leaving does not. */
export type Place = "outside" | "joining" | "waiting" | "inside" | "gone";

/** How the device check went. */
export interface PreparedData {
  seat: string;
  camera: "good" | "fair" | "poor" | "none";
  microphone: "good" | "fair" | "poor" | "none";
  speaker: "good" | "fair" | "poor" | "none";
  network: "good" | "fair" | "poor" | "none";
}

/** Rules accepted, devices tried. */
export interface PreparedEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.prepared";
  data: PreparedData;
}

/** A refusal: a stable code, words for the person, and whether trying again may help. */
export interface Problem {
  type: "error";
  client_msg_id: string | null;
  code: string;
  words: string;
  retry: boolean;
}

/** The same person took the seat in another window; this socket closes. */
export interface Replaced {
  type: "replaced";
}

/** Who somebody is towards a case; the columns of the access tables, in this order. */
export type Role = "anonymous" | "stranger" | "party" | "representative" | "mediator" | "judge" | "clerk" | "witness" | "expert" | "interpreter" | "observer" | "organisation_admin" | "platform_admin";

/** The whole room. `hands` holds raised hands in the order they went up. */
export interface RoomState {
  phase: Phase;
  started_at: string | null;
  mics_locked: boolean;
  seats: Readonly<Record<string, Seat>>;
  hands: readonly string[];
  caucuses: Readonly<Record<string, Caucus>>;
}

/** `text` is kept outside the journal and joined on the way out. */
export interface SaidData {
  seat: string;
  line: string;
  scope: "all" | "caucus" | "staff";
  caucus: string | null;
  text: string;
}

/** A chat line. */
export interface SaidEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.said";
  data: SaidData;
}

/** Somebody's place in the sitting. `id` is `user:<pk>`, and names them to the media engine too. `muted` is the host's doing and outlives a reconnect, as do the three devices, which are the person's own. The seats in `protected_from` never receive this person's sound or picture. */
export interface Seat {
  id: string;
  role: Role;
  side: "claimant" | "respondent" | "";
  protected_from: readonly string[];
  place: Place;
  connected: boolean;
  ready: boolean;
  network: "good" | "fair" | "poor" | "none";
  muted: boolean;
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

/** Something about one person. */
export interface SeatEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.connected" | "room.disconnected" | "room.admitted" | "room.dismissed" | "room.left" | "room.hand_raised" | "room.hand_lowered" | "room.muted" | "room.unmute_allowed";
  data: OfSeat;
}

/** `name` is what the others call this person; it is not in the journal. */
export interface SeatedData {
  seat: string;
  role: Role;
  side: "claimant" | "respondent" | "";
  protected_from: readonly string[];
  name: string;
}

/** Somebody belongs to the sitting. */
export interface SeatedEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.seated";
  data: SeatedData;
}

/** A whole new picture: the reader was admitted or sent out. */
export interface Snapshot {
  seq: number;
  snapshot: RoomState;
  people: Readonly<Record<string, Person>>;
  lines: readonly (SaidEntry | MinutedEntry)[];
  type: "snapshot";
}

/** When the session began, ISO 8601. */
export interface StartedData {
  at: string;
}

/** The session began. */
export interface StartedEntry {
  seq: number;
  at: string;
  actor: string;
  kind: "room.started";
  data: StartedData;
}

/** One m-line of an offer: whose it is and what it shows. */
export interface Track {
  mid: string;
  peer: string;
  kind: "audio" | "video";
  source: "mic" | "camera" | "screen";
}

/** Somebody is typing. */
export interface TypingSeen {
  type: "typing";
  seat: string;
  scope: "all" | "caucus" | "staff" | "minutes";
  speaker: string | null;
  text: string;
}

/** The answer to `hello`. `you` is the reader's seat. */
export interface Welcome {
  seq: number;
  snapshot: RoomState;
  people: Readonly<Record<string, Person>>;
  lines: readonly (SaidEntry | MinutedEntry)[];
  type: "welcome";
  protocol: number;
  you: string;
  now: string;
  beat_seconds: number;
  ice_servers: readonly IceServer[];
}

export type ServerMessage = Welcome | Snapshot | Entries | Ack | Problem | Heartbeat | TypingSeen | MediaAnswer | MediaOffer | MediaReset | AgreementChanged | Replaced | Bye;

/** Go into the private room one was invited to. */
export interface AcceptCaucus {
  kind: "accept_caucus";
  caucus: string;
}

/** Do something. The same `client_msg_id` twice has the same answer and happens once. */
export interface ActMessage {
  type: "act";
  client_msg_id: string;
  act: Prepare | Enter | Leave | Admit | Dismiss | RaiseHand | LowerHand | Mute | AllowUnmute | LockMics | UnlockMics | SetDevices | OpenCaucus | InviteCaucus | AcceptCaucus | DeclineCaucus | LeaveCaucus | Recall | Say | Minute | Start | Pause | Resume | Close;
}

/** Let somebody in from the waiting room. */
export interface Admit {
  kind: "admit";
  seat: string;
}

/** Still here; every `beat_seconds` of the welcome. */
export interface Alive {
  type: "alive";
  seq: number;
}

/** Let a silenced person switch the microphone on again; they do it themselves. */
export interface AllowUnmute {
  kind: "allow_unmute";
  seat: string;
}

/** End the sitting, for good. */
export interface Close {
  kind: "close";
}

/** Stay in the sitting. */
export interface DeclineCaucus {
  kind: "decline_caucus";
  caucus: string;
}

/** Send somebody back to the waiting room. */
export interface Dismiss {
  kind: "dismiss";
  seat: string;
}

/** Into the waiting room; staff go straight in. */
export interface Enter {
  kind: "enter";
}

/** The first message. `after` is the last seq this browser was told of, 0 for none. */
export interface Hello {
  type: "hello";
  protocol: number;
  ticket: string;
  after?: number;
}

/** Invite one more, or again after an invitation expired. */
export interface InviteCaucus {
  kind: "invite_caucus";
  caucus: string;
  seat: string;
}

/** Say goodbye, which a lost connection does not. */
export interface Leave {
  kind: "leave";
}

/** Go back to the sitting; when the host who opened it goes back, it closes. */
export interface LeaveCaucus {
  kind: "leave_caucus";
}

/** Silence everybody but staff, and whoever comes later. */
export interface LockMics {
  kind: "lock_mics";
}

/** Take one's own hand down; the host may lower that of another `seat`. */
export interface LowerHand {
  kind: "lower_hand";
  seat?: string | null;
}

/** The offer of the browser's publishing connection; `sources` names each m-line by mid. */
export interface MediaPublish {
  type: "media_publish";
  sdp: string;
  sources: Readonly<Record<string, "mic" | "camera" | "screen">>;
}

/** Ask for a new offer of the receiving connection with fresh ICE credentials. */
export interface MediaRestart {
  type: "media_restart";
}

/** The browser's answer to the last `media_offer`. */
export interface MediaSubscribed {
  type: "media_subscribed";
  sdp: string;
}

/** An entry in the minutes; `speaker` is who said it, None for what simply happened. */
export interface Minute {
  kind: "minute";
  speaker?: string | null;
  text: string;
}

/** Silence one person until they are allowed to unmute. */
export interface Mute {
  kind: "mute";
  seat: string;
}

/** Go into a private room and invite `seats` to it. */
export interface OpenCaucus {
  kind: "open_caucus";
  seats: readonly string[];
}

/** Interrupt the session. */
export interface Pause {
  kind: "pause";
}

/** The rules are read and accepted, no recording is declared, and the devices were tried. */
export interface Prepare {
  kind: "prepare";
  rules_accepted: true;
  camera: "good" | "fair" | "poor" | "none";
  microphone: "good" | "fair" | "poor" | "none";
  speaker: "good" | "fair" | "poor" | "none";
  network: "good" | "fair" | "poor" | "none";
}

/** Ask to speak. */
export interface RaiseHand {
  kind: "raise_hand";
}

/** Close every private room and bring all back. */
export interface Recall {
  kind: "recall";
}

/** Go on: private rooms close, witnesses wait again. */
export interface Resume {
  kind: "resume";
}

/** A chat line to all inside, to one's own private room, or to staff. */
export interface Say {
  kind: "say";
  scope: "all" | "caucus" | "staff";
  text: string;
}

/** Switch one's own devices; all three are told each time. */
export interface SetDevices {
  kind: "set_devices";
  microphone: boolean;
  camera: boolean;
  screen?: boolean;
}

/** Open the session. */
export interface Start {
  kind: "start";
}

/** A line or a minutes entry being typed; nothing is stored. Empty text: stopped. */
export interface Typing {
  type: "typing";
  scope: "all" | "caucus" | "staff" | "minutes";
  speaker?: string | null;
  text?: string;
}

/** Let everybody unmute again. */
export interface UnlockMics {
  kind: "unlock_mics";
}

export type ClientMessage = Hello | ActMessage | Alive | Typing | MediaPublish | MediaSubscribed | MediaRestart;

export type ClientAct = Prepare | Enter | Leave | Admit | Dismiss | RaiseHand | LowerHand | Mute | AllowUnmute | LockMics | UnlockMics | SetDevices | OpenCaucus | InviteCaucus | AcceptCaucus | DeclineCaucus | LeaveCaucus | Recall | Say | Minute | Start | Pause | Resume | Close;
