"""The reader of descriptions takes what browsers write and survives everything else."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hearings.media.embedded import describe, sdp
from hearings.media.embedded.ice_lite import Credentials

OFFER = """v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
a=extmap-allow-mixed
m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9
c=IN IP4 0.0.0.0
a=ice-ufrag:Rn3a
a=ice-pwd:7bMN2Rq0xs2Yi8Gq8xVwmgWL
a=ice-options:trickle
a=fingerprint:sha-256 {fingerprint}
a=setup:actpass
a=mid:0
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=sendonly
a=msid:stream track
a=rtcp-mux
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=fmtp:63 111/111
a=ssrc:1001 cname:x
a=ssrc:1001 msid:stream track
m=video 9 UDP/TLS/RTP/SAVPF 98 99 96 97
a=mid:1
a=sendonly
a=rtpmap:98 H264/90000
a=rtpmap:99 rtx/90000
a=fmtp:99 apt=98
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 transport-cc
a=rtcp-fb:96 nack
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96;rtx-time=3000
a=ssrc-group:FID 2001 2002
a=ssrc:2001 cname:x
a=ssrc:2002 cname:x
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
a=mid:2
""".replace("{fingerprint}", ":".join(["AB"] * 32)).replace("\n", "\r\n")
LINES = OFFER.split("\r\n")
ENDPOINT = describe.Endpoint(Credentials("ours", "secret"), "CD:" * 31 + "CD", ("1 1 udp 1 ::1 9",))


def test_a_browsers_offer_is_read() -> None:
    offer = sdp.parse(OFFER)
    audio, video, data = offer.sections
    assert (offer.ufrag, offer.setup, offer.origin) == (
        "Rn3a",
        "actpass",
        "4611731400430051336 2",
    )
    assert offer.fingerprints == [sdp.Fingerprint("sha-256", ":".join(["AB"] * 32))]
    assert (audio.kind, audio.mid, audio.sends, audio.ssrcs) == ("audio", "0", True, [1001])
    assert audio.extensions[sdp.MID_EXTENSION] == 4
    assert (video.payload_type("vp8/90000"), video.rtx[96], video.fid) == (96, 97, {2001: 2002})
    assert data.kind is None


def test_the_answer_takes_one_codec_a_line_and_refuses_the_rest() -> None:
    answer = describe.answer(sdp.parse(OFFER), ENDPOINT)
    read = sdp.parse(answer)
    assert [section.port for section in read.sections] == [9, 9, 0]
    assert [section.direction for section in read.sections] == ["recvonly", "recvonly", "inactive"]
    assert [section.formats for section in read.sections[:2]] == [["111"], ["96", "97"]]
    assert read.sections[1].feedback == {96: {"goog-remb", "nack"}}
    assert (read.origin, read.setup) == ("4611731400430051336 2", "passive")
    assert "a=group:BUNDLE 0 1\r\n" in answer
    assert "a=ice-lite" in answer


def test_an_offer_names_only_what_its_lines_carry() -> None:
    stream = describe.Stream(7, 8, "group", "track")
    lines = [
        describe.Line("0", "audio", None),
        describe.Line("1", "video", stream),
    ]
    text = describe.offer(lines, ENDPOINT, 3)
    silent, shown = sdp.parse(text).sections
    assert (silent.direction, silent.ssrcs) == ("inactive", [])
    assert (shown.direction, shown.ssrcs, shown.fid) == ("sendonly", [7, 8], {7: 8})
    assert text.count("a=msid:") == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("a=mid:1", "a=mid:0"),
        lambda text: text.replace("a=mid:0\r\n", ""),
        lambda text: text.replace("a=mid:0", "a=mid:0 a=candidate"),
        lambda text: text.replace("a=ice-ufrag:Rn3a\r\n", ""),
        lambda text: text.replace("sha-256", "md5"),
        lambda text: text.replace("AB:", "", 28),
        lambda text: text.replace("opus", "opus 1 2"),
        lambda text: text.replace("rtpmap:111", "rtpmap:1111"),
        lambda text: text.replace("ssrc:1001", "ssrc:99999999999"),
        lambda text: text.replace("FID 2001 2002", "FID 2001"),
        lambda text: text.replace("o=- 4611731400430051336 2 IN", "o=- x y IN"),
        lambda text: text + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" * 100,
        lambda text: text + "a=x\r\n" * 20_000,
    ],
)
def test_a_spoiled_offer_is_refused(spoil: Callable[[str], str]) -> None:
    with pytest.raises(sdp.SdpError):
        sdp.parse(spoil(OFFER))


def test_no_value_of_one_peer_forges_a_line_for_another() -> None:
    forged = OFFER.replace("a=mid:0\r\n", "a=mid:0\ra=candidate:x\u2028a=ice-pwd:y\r\n")
    answer = describe.answer(sdp.parse(forged), ENDPOINT)
    assert "candidate:x" not in answer
    assert "ice-pwd:y" not in answer


@given(st.text(max_size=300))
@example("")
@example("o=\nm=\na=:")
def test_any_text_is_read_or_refused(text: str) -> None:
    _read_or_refuse(text)


@given(st.data())
def test_any_mutation_of_an_offer_is_read_or_refused(data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        cut = data.draw(st.integers(0, len(lines[at])))
        lines[at] = lines[at][:cut] + data.draw(st.text(max_size=8)) + lines[at][cut + 1 :]
        if data.draw(st.booleans()):
            lines.insert(at, data.draw(st.sampled_from(LINES)))
    _read_or_refuse("\r\n".join(lines))


def _read_or_refuse(text: str) -> None:
    """What is read can be answered, and the answer can be read."""
    try:
        offer = sdp.parse(text)
    except sdp.SdpError:
        return
    answer = describe.answer(offer, ENDPOINT)
    assert [s.mid for s in sdp.parse(answer).sections] == [s.mid for s in offer.sections]
    assert answer.count("a=fingerprint:sha-256 " + ENDPOINT.fingerprint) <= len(offer.sections)
