/** What the media client says and hears; the room's socket carries it unread. */

export type Source = "mic" | "camera" | "screen";
export type Kind = "audio" | "video";

/** One m-line of an offer: whose track it carries. */
export interface TrackInfo {
  mid: string;
  peer: string;
  kind: Kind;
  source: Source;
}

export type MediaOutgoing =
  | { type: "media_publish"; sdp: string; sources: Record<string, Source> }
  | { type: "media_subscribed"; sdp: string }
  | { type: "media_restart" };

export type MediaIncoming =
  | { type: "media_answer"; sdp: string }
  | { type: "media_offer"; sdp: string; tracks: TrackInfo[] }
  | { type: "media_reset" };

/** `failed` is final until somebody calls `restart`; `recovering` needs nobody. */
export type MediaState = "idle" | "connecting" | "live" | "recovering" | "failed" | "closed";

export type ConnectionFactory = () => RTCPeerConnection;

/** One of the two connections, as the client watches over it. */
export interface Watched {
  readonly state: RTCPeerConnectionState | "none";
  readonly settled: boolean;
}
