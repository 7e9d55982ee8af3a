import type { SegmentName, StreamId } from '../../shared/domain/index.ts';
import type { ChainHead } from './chain-link.ts';
import { unsignedLimitMs, writeSignatureBox, type HeadSigner } from './head-signature.ts';

interface HeadSigningOptions {
  readonly signer: HeadSigner;
  readonly streamId: StreamId;
  readonly segment: SegmentName;
  readonly onFailed: (error: unknown) => void;
  readonly onSigned: () => void;
}

interface WrittenHead {
  readonly head: ChainHead;
  /** Room time at which its fragment ends. */
  readonly endsAtMs: number;
}

/** Decides when the chain of one segment is signed, and signs it. A key that cannot sign never stops a fragment: the next one tries again. */
export class HeadSigning {
  readonly #options: HeadSigningOptions;
  #unsignedMs = 0;
  #signedSeq = 0;

  constructor(options: HeadSigningOptions) {
    this.#options = options;
  }

  /** @returns the signature box to stand after this link; undefined when none is due yet, or none could be made */
  after({ durationMs, ...written }: WrittenHead & { readonly durationMs: number }): Uint8Array | undefined {
    this.#unsignedMs += durationMs;
    // The next fragment is taken to be as long as this one: with it the stretch would be too long.
    return this.#unsignedMs + durationMs > unsignedLimitMs ? this.#sign(written, false) : undefined;
  }

  /** The box that closes the segment; undefined when it could not be made. */
  close(written: WrittenHead): Uint8Array | undefined {
    return this.#sign(written, true);
  }

  #sign({ head, endsAtMs }: WrittenHead, closes: boolean): Uint8Array | undefined {
    const { signer, streamId, segment, onFailed, onSigned } = this.#options;
    try {
      const box = writeSignatureBox({ streamId, segment, seq: head.seq, link: head.hash, roomMs: Math.round(endsAtMs), afterSeq: this.#signedSeq, closes }, signer);
      this.#signedSeq = head.seq;
      this.#unsignedMs = 0;
      onSigned();
      return box;
    } catch (error) {
      onFailed(error);
      return undefined;
    }
  }
}
