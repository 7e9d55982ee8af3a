#!/usr/bin/env python3
"""Checks a packet from docs/format.md alone: Python's standard library and the openssl command, nothing of the product.

Prints one JSON object {"result", "files"}; exits 0 intact, 1 altered, 2 not to be judged, 3 incomplete.
"""
import base64
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import tempfile

CHAIN_UUID = bytes.fromhex("5b1d5c8f0e5a4f0b9c5e2d6a913f7c44")
ORIGIN_UUID = bytes.fromhex("9d1f4c2ab6e84a3f8d70c15be24f6a91")
SIGNATURE_UUID = bytes.fromhex("e3a7506c1b924d5e9f38047ad26cb8f5")
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TAGS = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]
TAGMANIFEST, TAGSIG = "tagmanifest-sha256.txt", "tagmanifest-sha256.txt.p7s"
SEAL, SEALSIG, CERT = "data/manifest.json", "data/manifest.json.p7s", "data/station.pem"
CLOSING, CLOSINGSIG = "data/closing.json", "data/closing.json.p7s"
SECOND, SECONDCLOSING, SECONDCERT = "data/manifest.json.sm2.p7s", "data/closing.json.sm2.p7s", "data/station-sm2.pem"


class Bad(Exception):
    pass


def sha(data):
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    def integers(item):
        if isinstance(item, float):
            raise Bad("a fraction")
        for child in item.values() if isinstance(item, dict) else item if isinstance(item, list) else ():
            integers(child)
    integers(value)
    # All keys here are ASCII, for which the order of code points is that of UTF-16 units.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse_canonical(data):
    try:
        value = json.loads(data.decode("utf-8"))
    except ValueError as error:
        raise Bad(str(error))
    if canonical(value) != data:
        raise Bad("not canonical")
    return value


def seal_code(manifest_sha):
    number = int(manifest_sha, 16) % 31 ** 19
    digits = []
    for _ in range(19):
        digits.insert(0, number % 31)
        number //= 31
    digits.append(sum((i + 1) * d for i, d in enumerate(digits)) % 31)
    text = "".join(ALPHABET[d] for d in digits)
    return "-".join(text[i:i + 4] for i in range(0, 20, 4))


# --- DER and the signature -------------------------------------------------------------------------------------------

def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def read_tlv(data, at):
    if at + 2 > len(data):
        raise Bad("DER cut off")
    tag, size, start = data[at], data[at + 1], at + 2
    if size >= 128:
        count = size & 0x7F
        if count == 0 or count > 4:
            raise Bad("DER length")
        size = int.from_bytes(data[start:start + count], "big")
        start += count
    if start + size > len(data):
        raise Bad("DER cut off")
    return tag, start, start + size


def children(data, at):
    _, position, end = read_tlv(data, at)
    found = []
    while position < end:
        _, _, after = read_tlv(data, position)
        found.append((position, after))
        position = after
    return found


def oid(hexadecimal):
    return tlv(6, bytes.fromhex(hexadecimal))


DATA, SIGNED = oid("2a864886f70d010701"), oid("2a864886f70d010702")
CONTENT_TYPE, DIGEST, TIME = oid("2a864886f70d010903"), oid("2a864886f70d010904"), oid("2a864886f70d010905")
SHA256, ECDSA = oid("608648016503040201"), oid("2a8648ce3d040302")


def read_signature(der):
    """Certificate, signing time (DER), digest and signature value, from a file that has exactly the form of the document."""
    content = children(der, 0)
    signed = children(der, children(der, content[1][0])[0][0])
    certificate_at = children(der, signed[3][0])[0]
    certificate = der[certificate_at[0]:certificate_at[1]]
    signer = children(der, children(der, signed[4][0])[0][0])
    attributes = children(der, signer[3][0])
    time_at = children(der, children(der, attributes[1][0])[1][0])[0]
    digest_at = children(der, children(der, attributes[2][0])[1][0])[0]
    _, start, end = read_tlv(der, digest_at[0])
    digest = der[start:end]
    _, start, end = read_tlv(der, signer[5][0])
    signature = der[start:end]
    fields = children(certificate, children(certificate, 0)[0][0])
    serial, issuer = certificate[fields[1][0]:fields[1][1]], certificate[fields[3][0]:fields[3][1]]
    attributes = [tlv(0x30, CONTENT_TYPE, tlv(0x31, DATA)), tlv(0x30, TIME, tlv(0x31, der[time_at[0]:time_at[1]])), tlv(0x30, DIGEST, tlv(0x31, tlv(4, digest)))]
    rebuilt = tlv(0x30, SIGNED, tlv(0xA0, tlv(
        0x30, tlv(2, b"\1"), tlv(0x31, tlv(0x30, SHA256)), tlv(0x30, DATA), tlv(0xA0, certificate), tlv(0x31, tlv(
            0x30, tlv(2, b"\1"), tlv(0x30, issuer, serial), tlv(0x30, SHA256), tlv(0xA0, *attributes), tlv(0x30, ECDSA), tlv(4, signature))))))
    if rebuilt != der:
        raise Bad("not the one form of a signature")
    return certificate, digest, signature, tlv(0x31, *attributes)


def pem(der):
    text = base64.b64encode(der).decode()
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return ("-----BEGIN CERTIFICATE-----\n" + "\n".join(lines) + "\n-----END CERTIFICATE-----\n").encode()


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, check=False)


def check_signature(content, der):
    """('ok' | 'content' | 'signature', certificate in PEM)."""
    try:
        certificate, digest, signature, attributes = read_signature(der)
    except (Bad, IndexError):
        return "signature", b""
    with tempfile.TemporaryDirectory() as folder:
        def put(name, data):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(data)
            return path
        cert = put("cert.pem", pem(certificate))
        key = openssl("x509", "-in", cert, "-noout", "-pubkey")
        key_path = put("key.pem", key.stdout)
        own = openssl("verify", "-CAfile", cert, "-check_ss_sig", "-no_check_time", cert)
        held = openssl("dgst", "-sha256", "-verify", key_path, "-signature", put("sig", signature), put("attributes", attributes))
        if key.returncode != 0 or own.returncode != 0 or held.returncode != 0:
            return "signature", pem(certificate)
        if hashlib.sha256(content).digest() != digest:
            return "content", pem(certificate)
        whole = openssl("cms", "-verify", "-binary", "-inform", "DER", "-content", put("content", content), "-in", put("p7s", der), "-CAfile", cert, "-out", os.devnull)
        return ("ok" if whole.returncode == 0 else "signature"), pem(certificate)


# --- the second signature: SM2 with SM3 ------------------------------------------------------------------------------

GM_DATA, GM_SIGNED = oid("2a811ccf550601040201"), oid("2a811ccf550601040202")
SM3, SM2_SM3 = oid("2a811ccf55018311"), oid("2a811ccf55018375")


def check_second(content, der):
    """The certificate in PEM. @raises Bad"""
    try:
        signed = children(der, children(der, children(der, 0)[1][0])[0][0])
        certificate_at = children(der, signed[3][0])[0]
        certificate = der[certificate_at[0]:certificate_at[1]]
        signer = children(der, children(der, signed[4][0])[0][0])
        _, start, end = read_tlv(der, signer[4][0])
        signature = der[start:end]
        fields = children(certificate, children(certificate, 0)[0][0])
        serial, issuer = certificate[fields[1][0]:fields[1][1]], certificate[fields[3][0]:fields[3][1]]
        numbers = [signature[slice(*read_tlv(signature, at)[1:])].lstrip(b"\0") for at, _ in children(signature, 0)]
        least = [tlv(2, (b"\0" if n[:1] >= b"\x80" else b"") + n) for n in numbers]
        rebuilt = tlv(0x30, GM_SIGNED, tlv(0xA0, tlv(
            0x30, tlv(2, b"\1"), tlv(0x31, tlv(0x30, SM3)), tlv(0x30, GM_DATA), tlv(0xA0, certificate), tlv(0x31, tlv(
                0x30, tlv(2, b"\1"), tlv(0x30, issuer, serial), tlv(0x30, SM3), tlv(0x30, SM2_SM3), tlv(4, signature))))))
        tbs_at, algorithm_at, value_at = children(certificate, 0)
        _, start, end = read_tlv(certificate, value_at[0])
        own = certificate[start:end]
    except (IndexError, ValueError):
        raise Bad("not a second signature")
    if rebuilt != der or tlv(0x30, *least) != signature or certificate[algorithm_at[0]:algorithm_at[1]] != tlv(0x30, SM2_SM3) or own[:1] != b"\0":
        raise Bad("not the one form of a second signature")
    with tempfile.TemporaryDirectory() as folder:
        def put(name, data):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(data)
            return path
        key = put("key.pem", openssl("x509", "-in", put("cert.pem", pem(certificate)), "-noout", "-pubkey").stdout)

        def held(value, over):
            return openssl("dgst", "-sm3", "-verify", key, "-sigopt", "distid:1234567812345678", "-signature", put("sig", value), put("over", over)).returncode == 0
        if not held(own[1:], certificate[tbs_at[0]:tbs_at[1]]) or not held(signature, content):
            raise Bad("second signature")
    return pem(certificate)


# --- the packet ------------------------------------------------------------------------------------------------------

class Packet:
    def __init__(self, root):
        self.root, self.files, self.accused, self.never_made, self.cut = root, {}, [], [], []

    def accuse(self, path):
        if path not in self.accused:
            self.accused.append(path)

    def sound(self, path):
        return path not in self.accused

    def walk(self, under=""):
        names = sorted(os.listdir(os.path.join(self.root, under)))
        if not names and under:
            self.accuse(under)
        for name in names:
            path = f"{under}/{name}" if under else name
            mode = os.lstat(os.path.join(self.root, path)).st_mode
            if stat.S_ISDIR(mode):
                self.walk(path)
            elif stat.S_ISREG(mode):
                digest = hashlib.sha256()
                with open(os.path.join(self.root, path), "rb") as file:
                    for piece in iter(lambda: file.read(1 << 20), b""):
                        digest.update(piece)
                self.files[path] = digest.hexdigest()
            else:
                self.accuse(path)

    def read(self, path):
        if path not in self.files:
            self.accuse(path)
            return None
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read()

    def manifest(self, path):
        data = self.read(path)
        if data is None or not self.sound(path):
            return None
        listed = {}
        for line in data.decode("utf-8", "replace").split("\n")[:-1]:
            match = re.fullmatch(r"([0-9a-f]{64})  (.+)", line)
            parts = match.group(2).split("/") if match else [".."]
            if any(part in ("", ".", "..") for part in parts) or re.search(r'[\\%:*?"<>|\x00-\x1f\x7f-\x9f]', match.group(2)):
                self.accuse(path)
                return None
            listed[match.group(2)] = match.group(1)
        again = "".join(f"{listed[name]}  {name}\n" for name in sorted(listed, key=lambda name: name.encode()))
        if again.encode() != data:
            self.accuse(path)
            return None
        return listed

    def check(self):
        content, der = self.read(TAGMANIFEST), self.read(TAGSIG)
        export_certificate = b""
        if content is not None and der is not None:
            verdict, export_certificate = check_signature(content, der)
            if verdict != "ok":
                self.accuse(TAGMANIFEST if verdict == "content" else TAGSIG)
        self.check_tags()
        self.check_payload()
        manifest = self.check_seal(export_certificate)
        if manifest is not None:
            closing = self.check_closing(manifest)
            self.check_second_signature(manifest, closing)
            after = {stream["streamId"]: stream["segments"] for stream in closing["streams"]} if closing is not None else {}
            whole = dict(manifest, streams=[dict(stream, segments=stream["segments"] + after.get(stream["streamId"], [])) for stream in manifest["streams"]])
            self.check_sealed(whole, closing is not None)
            self.check_recording(whole)
            self.check_ledger(whole, closing)

    def check_tags(self):
        declaration = self.read("bagit.txt")
        if declaration is not None and declaration != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
            self.accuse("bagit.txt")
        listed = self.manifest(TAGMANIFEST)
        if listed is not None and sorted(listed) != TAGS:
            self.accuse(TAGMANIFEST)
        for path in TAGS:
            if path not in self.files or (listed is not None and listed.get(path) != self.files[path]):
                self.accuse(path)
        for path in self.files:
            if not path.startswith("data/") and path not in TAGS + [TAGMANIFEST, TAGSIG]:
                self.accuse(path)

    def check_payload(self):
        listed = self.manifest("manifest-sha256.txt")
        if listed is None:
            return
        for path, digest in listed.items():
            if not path.startswith("data/"):
                self.accuse("manifest-sha256.txt")
            elif self.files.get(path) != digest:
                self.accuse(path)
        for path in self.files:
            if path.startswith("data/") and path not in listed:
                self.accuse(path)

    def check_seal(self, export_certificate):
        content, der, certificate = self.read(SEAL), self.read(SEALSIG), self.read(CERT)
        if content is None or der is None or certificate is None or not self.sound(SEAL):
            return None
        if self.sound(SEALSIG):
            verdict, embedded = check_signature(content, der)
            if verdict != "ok":
                self.accuse(SEAL if verdict == "content" else SEALSIG)
            if embedded != certificate:
                self.accuse(CERT)
            elif export_certificate != embedded and self.sound(TAGSIG):
                self.accuse(TAGSIG)
        info = self.read("bag-info.txt")
        if info is not None and self.sound("bag-info.txt") and f"\nSeal-Code: {seal_code(sha(content))}\n".encode() not in info:
            self.accuse("bag-info.txt")
        try:
            manifest = parse_canonical(content)
            if manifest["format"] != "shilu.seal.v1":
                raise Bad("format")
            return manifest
        except (Bad, KeyError):
            self.accuse(SEAL)
            return None

    def check_closing(self, manifest):
        content, der, certificate = self.read(CLOSING), self.read(CLOSINGSIG), self.read(CERT)
        if content is None or der is None or not self.sound(CLOSING):
            return None
        if self.sound(CLOSINGSIG):
            verdict, embedded = check_signature(content, der)
            if verdict != "ok":
                self.accuse(CLOSING if verdict == "content" else CLOSINGSIG)
            elif certificate is not None and self.sound(CERT) and embedded != certificate:
                self.accuse(CLOSINGSIG)
        try:
            closing = parse_canonical(content)
            code = seal_code(self.files[SEAL])
            if closing["format"] != "shilu.closing.v1" or closing["sessionId"] != manifest["sessionId"] or closing["manifestSha256"] != self.files[SEAL] or closing["sealCode"] != code:
                raise Bad("closing")
            return closing
        except (Bad, KeyError):
            self.accuse(CLOSING)
            return None

    def check_second_signature(self, manifest, closing):
        named = manifest["secondSignature"]
        if named is None:
            for path in (SECOND, SECONDCLOSING, SECONDCERT):
                if path in self.files:
                    self.accuse(path)
            profile = self.read("data/profile.json") if "data/profile.json" in self.files else b"{}"
            if self.sound("data/profile.json") and json.loads(profile).get("secondSignature", "none") != "none":
                self.accuse(SECOND)
                self.never_made.append(SECOND)
            return
        certificate = self.read(SECONDCERT)
        for content_path, path, counts in ((SEAL, SECOND, True), (CLOSING, SECONDCLOSING, closing is not None)):
            content, der = self.read(content_path), self.read(path)
            if content is None or der is None or not counts or not self.sound(content_path) or not self.sound(path):
                continue
            try:
                embedded = check_second(content, der)
                if sha(base64.b64decode(b"".join(embedded.split(b"\n")[1:-2]))) != named["certificateSha256"]:
                    self.accuse(path)
                elif certificate is not None and self.sound(SECONDCERT) and embedded != certificate:
                    self.accuse(SECONDCERT)
            except Bad:
                self.accuse(path)

    def check_sealed(self, manifest, closed):
        transcripts = [path for path in self.files if path.startswith("data/transcript/")]
        sealed = manifest["transcript"]
        if sealed is not None and not transcripts:
            self.accuse("data/transcript")
        for path in transcripts:
            if sealed is None or self.files[path] != sealed["sha256"] or len(transcripts) > 1:
                self.accuse(path)
        clock = self.read("data/clock-certificate.json")
        if clock is not None and sha(clock) != manifest["clockCertificateSha256"]:
            self.accuse("data/clock-certificate.json")
        named = {f"data/recording/{stream['streamId']}/{segment['segment']}" for stream in manifest["streams"] for segment in stream["segments"]}
        for path in self.files:
            if closed and path.startswith("data/recording/") and path not in named:
                self.accuse(path)

    def check_recording(self, manifest):
        certificate = self.read(CERT)
        signer = base64.b64decode(b"".join(certificate.split(b"\n")[1:-2])) if certificate is not None and self.sound(CERT) else None
        for stream in manifest["streams"]:
            head = (0, sha(f"shilu.chain.genesis.v1\n{manifest['sessionId']}\n{stream['streamId']}".encode()))
            for segment in stream["segments"]:
                path = f"data/recording/{stream['streamId']}/{segment['segment']}"
                data = self.read(path)
                sealed = (segment["chainSeq"], segment["chainHead"])
                try:
                    if data is not None and (self.files[path] != segment["sha256"] or len(data) != segment["bytes"]):
                        self.accuse(path)
                        if len(data) < segment["bytes"] and is_beginning(data, manifest["sessionId"], stream["streamId"], segment["segment"], head, signer, sealed):
                            self.cut.append(path)
                    elif data is not None and walk_chain(data, manifest["sessionId"], stream["streamId"], segment["segment"], head, signer) != sealed:
                        self.accuse(path)
                except (Bad, KeyError, IndexError, ValueError, TypeError):
                    self.accuse(path)
                head = sealed

    def check_ledger(self, manifest, closing):
        path = "data/ledger.jsonl"
        data = self.read(path)
        if data is None:
            return
        try:
            self.walk_ledger(data, manifest, closing)
        except (Bad, KeyError, ValueError):
            self.accuse(path)

    def certificate_of(self, path):
        certificate = self.read(path)
        return certificate if certificate is not None and self.sound(path) else None

    def replace_key(self, certificate, facts):
        """The certificate whose key signs from here on; None when it vouches for nobody."""
        text = f"shilu.key.handOver.v1\n{facts['previousFingerprint']}\n{facts['fingerprint']}\n".encode()
        if certificate is not None and (facts["previousFingerprint"] != fingerprint(certificate) or not holds(certificate, base64.b64decode(facts["signature"]), text)):
            raise Bad("change of key")
        path = f"data/certificates/{facts['fingerprint']}.pem"
        found = self.certificate_of(path)
        if path not in self.files or (found is not None and fingerprint(found) != facts["fingerprint"]):
            self.accuse(path)
            return None
        return found

    def signed_by(self, certificate, seq, digest, signature):
        return certificate is None or holds(certificate, base64.b64decode(signature), f"shilu.ledger.head.v1\n{seq}\n{digest}\n".encode())

    def walk_ledger(self, data, manifest, closing):
        sealed = manifest["ledger"]
        seq, head, reached = sealed["firstSeq"] - 1, sealed["prevHash"], False
        segments = {f"{c['streamId']}/{s['segment']}": s for c in manifest["streams"] for s in c["segments"]}
        agreed, closed, certificate = {}, closing is None, self.certificate_of(CERT)
        last_signed = None
        if not data.endswith(b"\n"):
            raise Bad("no line end")
        for line in data.split(b"\n")[:-1]:
            entry = parse_canonical(line)
            if entry["seq"] != seq + 1 or entry["prevHash"] != head:
                raise Bad("broken")
            redacted = set(entry) == {"seq", "prevHash", "hash", "factHash"}
            body = {key: value for key, value in entry.items() if key not in ("seq", "prevHash", "hash")}
            fact_hash = entry["factHash"] if redacted else sha(b"shilu.ledger.fact.v1\n" + canonical(body))
            made = sha(b"shilu.ledger.entry.v1\n%d\n%s\n%s" % (entry["seq"], entry["prevHash"].encode(), fact_hash.encode()))
            if made != entry["hash"]:
                raise Bad("hash")
            if not redacted:
                if entry["sessionId"] not in ("", manifest["sessionId"]):
                    raise Bad("another session")
                facts = entry["payload"]
                if entry["type"] == "head.signed":
                    if (facts["seq"], facts["hash"]) != (seq, head):
                        raise Bad("signed head")
                    last_signed = (certificate, facts["seq"], facts["hash"], facts["signature"])
                if entry["type"] == "key.replaced" and facts["key"] == "station":
                    certificate = self.replace_key(certificate, facts)
                if entry["type"] == "session.opened" and any(facts[key] != manifest[key] for key in ("caseNumber", "interviewee", "place", "kind")):
                    raise Bad("contradiction")
                if entry["type"] == "session.sealed" and facts["manifestSha256"] != self.files[SEAL]:
                    raise Bad("contradiction")
                if entry["type"] == "session.sealed" and closing is not None and facts["closingSha256"] != self.files[CLOSING]:
                    raise Bad("contradiction")
                if entry["type"] == "segment.finalized" and entry["sessionId"] != "":
                    name = f"{facts['streamId']}/{facts['segment']}"
                    same = name in segments and all(facts[key] == segments[name][key] for key in ("sha256", "bytes", "chainHead"))
                    if name in segments or closing is not None:
                        agreed[name] = agreed.get(name, False) or same
            seq, head = entry["seq"], entry["hash"]
            if seq == sealed["headSeq"]:
                reached = head == sealed["headHash"]
            if closing is not None and seq == closing["ledger"]["headSeq"]:
                closed = head == closing["ledger"]["headHash"]
        # The last signed head covers every entry before it.
        if last_signed is not None and not self.signed_by(*last_signed):
            raise Bad("signed head")
        if not reached or not closed or not all(agreed.values()):
            raise Bad("head")


def boxes(data, start, end):
    """(type, where it starts, where its content starts, where it ends) of the boxes that fill data[start:end]."""
    found = []
    while start < end:
        if start + 8 > end:
            raise Bad("box cut off")
        size, kind, content = int.from_bytes(data[start:start + 4], "big"), data[start + 4:start + 8], start + 8
        if size == 1:
            size, content = int.from_bytes(data[start + 8:start + 16], "big"), start + 16
        if size < content - start or start + size > end:
            raise Bad("box")
        found.append((kind, start, content, start + size))
        start += size
    return found


def inside(data, box, kind):
    return [child for child in boxes(data, box[2], box[3]) if child[0] == kind]


def number(data, at, size=4):
    return int.from_bytes(data[at:at + size], "big")


def track_kinds(data, moov):
    """Of each track: what it is, its ticks a second, and the sample length and size that hold where a fragment gives none."""
    kinds = {}
    for trak in inside(data, moov, b"trak"):
        tkhd, mdia = inside(data, trak, b"tkhd")[0], inside(data, trak, b"mdia")[0]
        mdhd, hdlr = inside(data, mdia, b"mdhd")[0], inside(data, mdia, b"hdlr")[0]
        kinds[number(data, tkhd[2] + (20 if data[tkhd[2]] == 1 else 12))] = [data[hdlr[2] + 8:hdlr[2] + 12], number(data, mdhd[2] + (20 if data[mdhd[2]] == 1 else 12)), 0, 0]
    for mvex in inside(data, moov, b"mvex"):
        for trex in inside(data, mvex, b"trex"):
            kinds[number(data, trex[2] + 4)][2:] = [number(data, trex[2] + 12), number(data, trex[2] + 16)]
    return kinds


def samples_of(data, moof, kinds):
    """The samples of pictures and of sound, one after the other in the order of the moof, and media time and length of the leading track."""
    samples, times, end = {b"vide": None, b"soun": None}, [], 0
    for traf in inside(data, moof, b"traf"):
        tfhd = inside(data, traf, b"tfhd")[0]
        flags, at = number(data, tfhd[2]) & 0xFFFFFF, tfhd[2] + 8
        kind, timescale, length, size = kinds[number(data, tfhd[2] + 4)]
        if flags & 1:
            raise Bad("offsets of a whole file")
        at += 4 if flags & 2 else 0
        if flags & 8:
            length, at = number(data, at), at + 4
        if flags & 16:
            size = number(data, at)
        position = 0 if flags & 0x20000 else end
        base, ticks = position, 0
        for trun in inside(data, traf, b"trun"):
            flags, count, at = number(data, trun[2]) & 0xFFFFFF, number(data, trun[2] + 4), trun[2] + 8
            if flags & 1:
                position, at = base + number(data, at), at + 4
            at += 4 if flags & 4 else 0
            stride = 4 * sum(1 for flag in (0x100, 0x200, 0x400, 0x800) if flags & flag)
            if at + stride * count > trun[3]:
                raise Bad("trun")
            total = 0
            for n in range(count):
                here = at + n * stride
                ticks += number(data, here) if flags & 0x100 else length
                total += number(data, here + (4 if flags & 0x100 else 0)) if flags & 0x200 else size
            if kind in samples:
                samples[kind] = (samples[kind] or b"") + data[moof[1] + position:moof[1] + position + total]
            position += total
        end = position
        tfdt = inside(data, traf, b"tfdt")[0]
        times.append((kind, number(data, tfdt[2] + 4, 8 if data[tfdt[2]] == 1 else 4), ticks, timescale))
    kind, decoded, ticks, timescale = next((time for time in times if time[0] == b"vide"), times[0])
    whole = lambda t: (t * 2000 + timescale) // (2 * timescale)
    return samples[b"vide"], samples[b"soun"], whole(decoded), whole(decoded + ticks) - whole(decoded)


def exactly(value, *names):
    if set(value) != set(names):
        raise Bad("members")
    return value


def own_box(data, box, uuid, limit):
    if box[0] != b"uuid" or box[2] != box[1] + 8 or data[box[2]:box[2] + 16] != uuid or box[3] - box[2] - 16 > limit:
        raise Bad("not the box that should stand here")
    return data[box[2] + 16:box[3]]


def is_beginning(data, session, stream, segment, head, certificate, sealed):
    """Whether a file is what was recorded up to a cut: whole boxes as they were, and it ends inside one or before the last link."""
    end = 0
    while end + 8 <= len(data):
        size = number(data, end)
        if size < 8 or end + size > len(data):
            break
        end += size
    try:
        last = walk_chain(data[:end], session, stream, segment, head, certificate, True)
    except (Bad, KeyError, IndexError, ValueError, TypeError):
        return False
    return last[0] < sealed[0] or (last == sealed and end < len(data))


def walk_chain(data, session, stream, segment, head, certificate, cut=False):
    """Checks a whole segment file. `certificate`: DER, or None for whatever the file says. Returns number and hash of its last link."""
    found = boxes(data, 0, len(data))
    if [box[0] for box in found[:3]] != [b"ftyp", b"moov", b"uuid"] or b"shlu" not in data[16:found[0][3]]:
        raise Bad("start")
    origin = exactly(parse_canonical(own_box(data, found[2], ORIGIN_UUID, 65536)), "v", "sessionId", "streamId", "runId", "segment", "afterSeq", "afterHash", "certificates")
    if origin["v"] != 1 or (origin["sessionId"], origin["streamId"], origin["segment"]) != (session, stream, segment) or (origin["afterSeq"], origin["afterHash"]) != head:
        raise Bad("of another")
    signer = base64.b64decode(origin["certificates"][0], validate=True) if origin["certificates"] else None
    if signer is not None and certificate is not None and signer != certificate:
        raise Bad("another certificate")
    init, kinds = sha(data[:found[2][3]]), track_kinds(data, found[1])
    rest, signed, closed = found[3:], 0, False
    while rest:
        if rest[0][0] == b"uuid" and data[rest[0][2]:rest[0][2] + 16] == SIGNATURE_UUID and head[0] > origin["afterSeq"]:
            signed, closed = check_head(data, rest.pop(0), origin, signer, head, link, signed, closed)
            continue
        if cut and not closed and [box[0] for box in rest] in ([b"moof"], [b"moof", b"mdat"]):
            break
        if closed or len(rest) < 3 or rest[0][0] != b"moof" or rest[1][0] != b"mdat":
            raise Bad("not a fragment")
        moof, mdat, chain = rest[:3]
        rest = rest[3:]
        payload = own_box(data, chain, CHAIN_UUID, 4096)
        link = exactly(parse_canonical(payload), "v", "seq", "streamId", "runId", "segment", "roomMs", "errorMs", "mediaMs", "durationMs",
                       "headerSha256", "mediaSha256", "pictureSha256", "soundSha256", "initSha256", "prev")
        pictures, sound, media_ms, duration_ms = samples_of(data, moof, kinds)
        if link["v"] != 1 or link["seq"] != head[0] + 1 or link["prev"] != head[1] or link["initSha256"] != init:
            raise Bad("link")
        if any(link[name] != origin[name] for name in ("streamId", "runId", "segment")) or (link["mediaMs"], link["durationMs"]) != (media_ms, duration_ms):
            raise Bad("link")
        if link["headerSha256"] != sha(data[moof[1]:mdat[2]]) or link["mediaSha256"] != sha(data[mdat[2]:mdat[3]]):
            raise Bad("fragment")
        if link["pictureSha256"] != (None if pictures is None else sha(pictures)) or link["soundSha256"] != (None if sound is None else sha(sound)):
            raise Bad("samples")
        head = (link["seq"], sha(b"shilu.chain.v1\n" + payload))
    return head


def check_head(data, box, origin, signer, head, link, signed, closed):
    statement = exactly(parse_canonical(own_box(data, box, SIGNATURE_UUID, 4096)), "v", "streamId", "segment", "seq", "link", "roomMs", "afterSeq", "closes", "certificateSha256", "signature")
    signature = statement.pop("signature")
    if not re.fullmatch("([0-9a-f]{2})+", signature):
        raise Bad("signature")
    signature = bytes.fromhex(signature)
    if signer is None or closed or statement["v"] != 1 or statement["certificateSha256"] != sha(signer) or (statement["seq"], statement["link"]) != head:
        raise Bad("signature of another head")
    if statement["streamId"] != origin["streamId"] or statement["segment"] != origin["segment"] or statement["afterSeq"] != signed or statement["roomMs"] != link["roomMs"] + link["durationMs"]:
        raise Bad("signature of another place")
    if not holds(pem(signer), signature, b"shilu.head.v1\n" + canonical(statement)):
        raise Bad("signature")
    return head[0], statement["closes"]


def fingerprint(certificate):
    return sha(base64.b64decode(b"".join(certificate.strip().split(b"\n")[1:-1])))


KEYS = {}


def holds(certificate, signature, signed_bytes):
    """Whether the key of the certificate (PEM) made this ECDSA signature over the bytes."""
    with tempfile.TemporaryDirectory() as folder:
        def put(name, content):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            return path
        if certificate not in KEYS:
            KEYS[certificate] = openssl("x509", "-in", put("cert.pem", certificate), "-noout", "-pubkey").stdout
        return openssl("dgst", "-sha256", "-verify", put("key.pem", KEYS[certificate]), "-signature", put("sig", signature), put("bytes", signed_bytes)).returncode == 0


def main(root):
    packet = Packet(root)
    if os.path.isdir(root):
        packet.walk()
    if not any(name in packet.files for name in ("bagit.txt", "manifest-sha256.txt", TAGMANIFEST)):
        print(json.dumps({"result": "not-ours", "files": []}))
        return 2
    packet.check()
    # A signature that is not there was taken away; any other file that is not there is missing.
    absent = all(path in packet.cut or path not in packet.files and not os.path.lexists(os.path.join(root, path)) and (not path.endswith(".p7s") or path in packet.never_made) for path in packet.accused)
    result = "intact" if not packet.accused else "incomplete" if absent else "altered"
    print(json.dumps({"result": result, "files": sorted(packet.accused)}, ensure_ascii=False))
    return {"intact": 0, "altered": 1, "incomplete": 3}[result]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
