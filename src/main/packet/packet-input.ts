import type { JsonObject } from '../../shared/base/index.ts';
import type { KeyFactKind, LineKind, StreamKind } from '../../shared/domain/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';
import type { CopyStatement } from './copy-statement.ts';
import type { Packaging } from './delivery.ts';

interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export interface PacketMedia {
  readonly streamId: string;
  readonly segment: string;
  readonly mediaMs: number;
}

/** What a packet needs to know of a session: the part of the contract's session snapshot that the report and the player show. */
export interface PacketSession {
  readonly sessionId: string;
  readonly caseNumber: string;
  readonly kind: string;
  readonly legalClass: string;
  readonly interviewee: string;
  readonly place: string;
  readonly openedAtMs: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly recordingStartMs: number | null;
  readonly recordingEndMs: number | null;
  readonly officers: readonly { readonly name: string; readonly account: string }[];
  readonly present: readonly { readonly name: string; readonly capacity: string; readonly enteredAtMs: number; readonly leftAtMs: number | null }[];
  readonly breaks: readonly { readonly breakId: string; readonly kind: string; readonly offered: string; readonly answered: string; readonly startedAtMs: number; readonly endedAtMs: number | null; readonly note: string; readonly withdrawn: boolean; readonly voided: boolean; readonly heardMs: number }[];
  readonly markers: readonly { readonly markerId: string; readonly kind: string; readonly text: string; readonly atMs: number; readonly by: string; readonly media: readonly PacketMedia[] }[];
  readonly interruptionList: readonly {
    readonly interruptionId: string; readonly fromMs: number; readonly toMs: number | null; readonly reason: string; readonly state: string; readonly cause: string | null;
    readonly note: string; readonly heardMs: number | null; readonly requiredMs: number; readonly explainedBy: string | null; readonly spokenFrom: PacketMedia | null; readonly spokenTo: PacketMedia | null;
    readonly readAloud: Bilingual; readonly remedies: readonly { readonly remedy: string; readonly tried: readonly { readonly note: string; readonly atMs: number; readonly by: string }[] }[];
    readonly notes: readonly { readonly text: string; readonly atMs: number; readonly by: string }[];
    readonly unrecorded: { readonly reason: string; readonly note: string; readonly approvedBy: string; readonly atMs: number; readonly by: string; readonly signText: Bilingual } | null;
  }[];
  readonly transcript: { readonly fileName: string; readonly sha256: string; readonly startsAtMs: number; readonly endsAtMs: number; readonly linkedAtMs: number; readonly linkedBy: string } | null;
  readonly reconciliation: {
    readonly agrees: boolean;
    readonly explanation: { readonly reason: string; readonly atMs: number; readonly by: string; readonly second: string } | null;
    readonly rows: readonly {
      readonly item: string; readonly subject: string; readonly transcript: string; readonly recording: string; readonly word: string; readonly differenceMs: number | null; readonly toleranceMs: number | null;
      readonly clockErrorMs: number | null; readonly agrees: boolean; readonly blocks: boolean;
    }[];
  } | null;
  readonly seal: { readonly sealCode: string; readonly manifestSha256: string; readonly sealedAtMs: number; readonly sealedBy: string; readonly intervieweeSigned: boolean; readonly signatures: readonly { readonly name: string; readonly capacity: string; readonly decision: string; readonly reason: string; readonly atMs: number }[] } | null;
}

/** A question, answer or remark of the transcript; of one that was written elsewhere, a paragraph without a moment. */
export interface PacketLine {
  readonly lineId: string;
  readonly kind: LineKind | 'paragraph';
  readonly text: string;
  /** What stood here before corrections, oldest first. */
  readonly was: readonly string[];
  readonly atMs: number | null;
  /** The facts that decide the case, each with the seconds in which it was said (article 27). */
  readonly keyFacts: readonly { readonly keyFact: KeyFactKind; readonly fromMs: number; readonly toMs: number; readonly from: readonly PacketMedia[]; readonly to: readonly PacketMedia[] }[];
}

/** A sealed master. `path` is opened for reading alone. */
export interface PacketSegment {
  readonly streamId: string;
  readonly kind: StreamKind;
  /** Of the camera or microphone. */
  readonly name: string;
  readonly role: string;
  readonly segment: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

export interface PacketInput {
  readonly sessionId: string;
  readonly roomName: string;
  /** The seal as it was made: nothing here is made again. */
  readonly seal: { readonly manifestBytes: Uint8Array; readonly signatureDer: Uint8Array; readonly closingBytes: Uint8Array; readonly closingSignatureDer: Uint8Array; readonly timeStampDer: Uint8Array | undefined; readonly secondSignatureDer: Uint8Array | undefined; readonly secondClosingSignatureDer: Uint8Array | undefined };
  /** Certificates (PEM): the station's with those of its issuers, and of every key that signed the ledger after the seal. */
  readonly certificates: { readonly chain: string; readonly later: readonly { readonly fingerprint: string; readonly pem: string }[] };
  /** The rules that applied, as they are signed; null when they are not at hand. */
  readonly profile: Uint8Array | null;
  /** Every other version of the transcript that the ledger names. */
  readonly transcriptVersions: readonly { readonly sha256: string; readonly bytes: Uint8Array }[];
  /** The seal certificate (PDF) as it stands when the packet is made. */
  readonly sealCertificate: Uint8Array;
  /** The station's ledger from the sealed first entry on, in order, at least to the sealed head. */
  readonly entries: Iterable<LedgerEntry> | AsyncIterable<LedgerEntry>;
  readonly segments: readonly PacketSegment[];
  readonly session: PacketSession;
  readonly transcript: { readonly fileName: string; readonly bytes: Uint8Array } | null;
  readonly transcriptLines: readonly PacketLine[];
  readonly clockCertificate: JsonObject;
  readonly copy: CopyStatement;
  readonly purpose: string;
  readonly recipient: string;
  readonly exportedBy: string;
  readonly exportedAtMs: number;
  readonly timeZone: string;
  /** The new packet is a folder inside this one; it is made when it is missing. */
  readonly folder: string;
  /** Name of the packet and of its folder. */
  readonly packetId: string;
  /** A folder when it is not said. */
  readonly packaging?: Packaging;
  /** Ordinary MP4 copies for old players as well. */
  readonly derive?: boolean;
  /** Read everything again from the medium and compare. */
  readonly readBack?: boolean;
}

/** What the report and the player page are made from: plain data that can go to a worker. */
export interface PacketPresentation {
  readonly packetId: string;
  readonly sealCode: string;
  readonly manifestSha256: string;
  readonly certificateSha256: string;
  /** Of the second signature; null when the rules ask for none. */
  readonly secondCertificateSha256: string | null;
  readonly roomName: string;
  readonly session: PacketSession;
  readonly transcriptLines: readonly PacketLine[];
  readonly timeStamp: boolean;
  readonly segments: readonly Omit<PacketSegment, 'path'>[];
  readonly clockCertificate: JsonObject;
  readonly copy: CopyStatement;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  readonly purpose: string;
  readonly recipient: string;
  readonly exportedBy: string;
  readonly exportedAtMs: number;
  readonly timeZone: string;
}
