#!/usr/bin/env python3
"""An RTSP server that nobody here wrote (GStreamer's), as the camera of integration tests.

Prints one JSON line when it listens: {"port": 40123}. The lowest quarter of every picture is a bar code of the wall clock at which
that picture was made: 48 bars of equal width, most significant first, white is one, counting milliseconds since 1970 UTC.
"""
import argparse
import json
import sys
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

VIDEO = {
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast key-int-max={gop} bitrate=600 ! video/x-h264,profile=baseline ! rtph264pay name=pay0 pt=96 config-interval=1",
    "h265": "x265enc tune=zerolatency speed-preset=ultrafast key-int-max={gop} bitrate=600 ! video/x-h265,profile=main ! rtph265pay name=pay0 pt=96 config-interval=1",
    "mjpeg": "jpegenc ! rtpjpegpay name=pay0 pt=26",
}
AUDIO = {
    "aac": "audio/x-raw,rate=16000,channels=1 ! avenc_aac ! aacparse ! rtpmp4gpay name=pay1 pt=97",
    "pcma": "audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8",
    "pcmu": "audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay name=pay1 pt=0",
    "opus": "audio/x-raw,rate=48000,channels=1 ! opusenc ! rtpopuspay name=pay1 pt=97",
}


BARS = 48


def launch_line(options):
    video = VIDEO[options.video].format(gop=options.gop)
    caps = f"video/x-raw,format=GRAY8,width={options.width},height={options.height},framerate={options.fps}/1"
    line = (
        f"appsrc name=camera stream-type=seekable is-live=true do-timestamp=true format=time caps={caps}"
        f" ! queue ! videoconvert ! video/x-raw,format=I420 ! {video}"
    )
    if options.audio != "none":
        line += f" audiotestsrc is-live=true wave=sine freq=440 volume=0.25 ! audioconvert ! audioresample ! {AUDIO[options.audio]}"
    return f"( {line} )"


def picture(width, height, count):
    code = height // 4
    shade = bytes([40 + (count * 3) % 120])
    scene = shade * (width * (height - code))
    now = int(time.time() * 1000)
    bar = width // BARS
    row = b"".join((b"\xeb" if now >> (BARS - 1 - n) & 1 else b"\x10") * bar for n in range(BARS))
    row += b"\x80" * (width - len(row))
    return scene + row * code


def feed(media, options):
    source = media.get_element().get_child_by_name("camera")
    # The audio test source says it can seek, so the server asks every source to at PLAY.
    source.connect("seek-data", lambda _source, _to: True)
    state = {"count": 0, "open": True}

    def push():
        state["count"] += 1
        if options.goodbyeAfter and state["count"] > options.goodbyeAfter:
            # The source ends: an RTCP BYE goes out, and the connection stays open.
            source.emit("end-of-stream")
            return False
        # Before the pipeline runs, GStreamer answers FLUSHING: the picture is lost, as with any camera.
        source.emit("push-buffer", Gst.Buffer.new_wrapped(picture(options.width, options.height, state["count"])))
        return state["open"]

    def close(_media):
        state["open"] = False

    GLib.timeout_add(1000 // options.fps, push)
    media.connect("unprepared", close)


def require_password(server, factory, user, password):
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(2)  # digest
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth.add_digest(user, password, token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_role("viewer")
    permissions.add_permission_for_role("viewer", "media.factory.access", True)
    permissions.add_permission_for_role("viewer", "media.factory.construct", True)
    factory.set_permissions(permissions)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", default="0")
    parser.add_argument("--video", choices=VIDEO, default="h264")
    parser.add_argument("--audio", choices=[*AUDIO, "none"], default="aac")
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=360)
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--gop", type=int, default=25)
    parser.add_argument("--goodbyeAfter", type=int, default=0)
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    options = parser.parse_args()

    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(options.port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(launch_line(options))
    factory.set_shared(True)
    factory.connect("media-configure", lambda _factory, media: feed(media, options))
    if options.user:
        require_password(server, factory, options.user, options.password)
    server.get_mount_points().add_factory("/live", factory)
    if server.attach(None) == 0:
        sys.exit("cannot listen")
    print(json.dumps({"port": server.get_bound_port()}), flush=True)
    loop = GLib.MainLoop()
    GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_HUP, lambda *_: loop.quit())
    loop.run()


main()
