import { X509Certificate } from 'node:crypto';
import { fingerprintOf } from '../segments/index.ts';

/** What the reader knows from elsewhere (the paper, the case system, the agency's CA). */
export interface PacketExpectation {
  readonly sealCode?: string;
  /** SHA-256 of the station's certificate; any punctuation. */
  readonly fingerprint?: string;
  /** Certificates (PEM) of authorities that the reader trusts. */
  readonly authorities?: string;
}

/** On what the word of the signer rests. `nothing`: the material agrees with itself, and whoever made it may have made all of it. */
export type TrustBasis = 'fingerprint' | 'certificate-chain' | 'seal-code' | 'nothing';

export interface Trust {
  readonly basis: TrustBasis;
  /** SHA-256 of the signer's certificate; empty when there is none that can be read. */
  readonly fingerprint: string;
  /** Whom the certificate names. */
  readonly subject: string;
}

export interface Signer {
  /** DER; the signer's first. */
  readonly certificates: readonly Uint8Array[];
  /** When it signed, by its own word. */
  readonly atMs: number;
}

/** @returns `known` is false when the reader named a fingerprint or an authority, and the signer is not that one */
export function trustOf({ certificates, atMs }: Signer, { fingerprint, authorities }: PacketExpectation): { readonly trust: Trust; readonly known: boolean } {
  const [own] = certificates;
  const found = own === undefined ? '' : fingerprintOf(own);
  const named = { fingerprint: found, subject: own === undefined ? '' : subjectOf(own) };
  if (fingerprint !== undefined) {
    const known = found !== '' && plainHex(fingerprint) === found;
    return { trust: { basis: known ? 'fingerprint' : 'nothing', ...named }, known };
  }
  if (authorities !== undefined) {
    const known = own !== undefined && leadsTo(certificates, certificatesIn(authorities), atMs);
    return { trust: { basis: known ? 'certificate-chain' : 'nothing', ...named }, known };
  }
  return { trust: { basis: 'nothing', ...named }, known: true };
}

/** @throws Error when the text has no certificate that can be read */
export function certificatesIn(pem: string): readonly X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) throw new Error('There is no certificate in it');
  return found.map((text) => new X509Certificate(text));
}

/** Whether every certificate on the way is issued by the next, was valid then, and the way ends at one of the authorities (RFC 5280, section 6, without name constraints and revocation). */
function leadsTo(certificates: readonly Uint8Array[], authorities: readonly X509Certificate[], atMs: number): boolean {
  try {
    const way = certificates.map((der) => new X509Certificate(der));
    const trusted = new Set(authorities.map(({ fingerprint256 }) => fingerprint256));
    let current = way[0];
    for (let steps = 0; current !== undefined && steps <= way.length + 1; steps += 1) {
      if (atMs < Date.parse(current.validFrom) || atMs > Date.parse(current.validTo)) return false;
      if (trusted.has(current.fingerprint256)) return true;
      current = [...authorities, ...way].find((candidate) => candidate !== current && issued(candidate, current));
    }
    return false;
  } catch {
    // What cannot be read leads nowhere.
    return false;
  }
}

function issued(issuer: X509Certificate, certificate: X509Certificate | undefined): boolean {
  return certificate !== undefined && issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function subjectOf(der: Uint8Array): string {
  try {
    return new X509Certificate(der).subject.split('\n').join(', ');
  } catch {
    return '';
  }
}

function plainHex(text: string): string {
  return text.toLowerCase().replace(/[^0-9a-f]/g, '');
}
