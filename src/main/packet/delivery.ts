import type { ReadBack } from '../../shared/domain/index.ts';

/** One file of a packet and where its bytes come from. */
export interface DeliveryFile {
  /** Inside the packet, with `/`. */
  readonly path: string;
  readonly from: string;
  readonly bytes: number;
  /** What its bytes must give: the seal's word for a master, the hash that was taken when it was made for the others. */
  readonly sha256: string;
}

/** Where the bytes of a packet go: a folder, one ISO image, or one zip file. */
export const packagings = ['folder', 'iso', 'zip'] as const;
export type Packaging = (typeof packagings)[number];

/** Bytes of a packet to be put where they were asked for, under a temporary name. */
export interface Delivery {
  readonly packaging: Packaging;
  /** In a folder, what is already in its place is not among them. */
  readonly files: readonly DeliveryFile[];
  /** The folder or file that is written; it does not look finished. */
  readonly to: string;
  readonly volumeName: string;
  readonly atMs: number;
  /** Every file of the folder that lies there already, to be read back with the others. */
  readonly inPlace: readonly DeliveryFile[];
  /** Read everything again from the medium and compare. */
  readonly readBack: boolean;
}

export interface DeliveryProgress {
  readonly phase: 'copying' | 'syncing' | 'reading-back';
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

export type DeliveryOutcome = { readonly problem: 'none'; readonly bytes: number; readonly readBack: ReadBack } | DeliveryFailure;

export type DeliveryFailure =
  /** A master is not what the seal says. */
  | { readonly problem: 'altered'; readonly path: string }
  | { readonly problem: 'read-back-differs'; readonly path: string }
  /** A file is too large, or a name too long, for an ISO image. */
  | { readonly problem: 'iso-cannot-hold'; readonly path: string }
  /** The operating system refused; `code` such as ENOSPC, EIO, ENODEV. */
  | { readonly problem: 'refused'; readonly path: string; readonly code: string; readonly detail: string };
