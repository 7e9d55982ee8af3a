import { X509Certificate } from 'node:crypto';
import { utf8 } from '../../shared/base/index.ts';
import { handOverText, headText, type FactPayloads, type LedgerHead } from '../../shared/ledger/index.ts';
import { holdsFor } from '../seal/index.ts';
import { readPart, type Bag } from './bag-check.ts';
import type { LedgerLine } from './ledger-lines.ts';
import type { Findings } from './packet-check.types.ts';
import { packetLayout as at } from './packet-layout.ts';

interface KnownKey {
  readonly fingerprint: string;
  readonly holds: ReturnType<typeof holdsFor>;
}

/**
 * Whose signature the next head must bear: the key of the seal, until it has signed that another takes its place. Where a certificate is
 * missing or not sound, that file is accused and its key vouches for nobody: the ledger is not accused in its stead.
 */
export class HeadKeys {
  readonly #bag: Bag;
  readonly #findings: Findings;
  #key: KnownKey | undefined;

  private constructor(bag: Bag, findings: Findings, key: KnownKey | undefined) {
    this.#bag = bag;
    this.#findings = findings;
    this.#key = key;
  }

  static async open(bag: Bag, findings: Findings): Promise<HeadKeys> {
    return new HeadKeys(bag, findings, await keyIn(bag, at.certificate, findings));
  }

  /** Whether nothing speaks against this line as a signed head, or as a change of key; any other line holds. */
  async holds(line: LedgerLine, before: LedgerHead): Promise<boolean> {
    if (line.redacted) return true;
    if (line.entry.type === 'head.signed') return this.#headHolds(line.entry.payload, before);
    // The second key signs no heads.
    return line.entry.type === 'key.replaced' && line.entry.payload.key === 'station' ? this.#replace(line.entry.payload) : true;
  }

  #headHolds({ seq, hash, signature }: FactPayloads['head.signed'], before: LedgerHead): boolean {
    if (seq !== before.seq || hash !== before.hash) return false;
    return this.#key === undefined || this.#key.holds(utf8(headText(before)), Buffer.from(signature, 'base64'));
  }

  async #replace(change: FactPayloads['key.replaced']): Promise<boolean> {
    const { fingerprint, previousFingerprint, signature } = change;
    if (!/^[0-9a-f]{64}$/.test(fingerprint)) return false;
    const holds = this.#key === undefined || (previousFingerprint === this.#key.fingerprint && this.#key.holds(utf8(handOverText(change)), Buffer.from(signature, 'base64')));
    const path = `${at.certificates}/${fingerprint}.pem`;
    this.#key = await keyIn(this.#bag, path, this.#findings);
    if (this.#key !== undefined && this.#key.fingerprint !== fingerprint) {
      this.#findings.add(path, 'certificate-differs');
      this.#key = undefined;
    }
    return holds;
  }
}

async function keyIn(bag: Bag, path: string, findings: Findings): Promise<KnownKey | undefined> {
  if (!findings.sound(path)) return undefined;
  const bytes = await readPart(bag, path, findings);
  if (bytes === undefined) return undefined;
  try {
    const pem = Buffer.from(bytes).toString('utf8');
    return { fingerprint: new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase(), holds: holdsFor(pem) };
  } catch {
    if (path !== at.certificate) findings.add(path, 'malformed');
    return undefined;
  }
}
