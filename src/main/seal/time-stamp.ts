import { createHash, randomBytes, verify, X509Certificate } from 'node:crypto';
import { fromBER, Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, Certificate, MessageImprint, PKIStatus, SignedData, TimeStampReq, TimeStampResp, TSTInfo, type SignerInfo } from 'pkijs';

const sha256Oid = '2.16.840.1.101.3.4.2.1';
const tstInfoOid = '1.2.840.113549.1.9.16.1.4';
const messageDigestOid = '1.2.840.113549.1.9.4';
const timeStampingOid = '1.3.6.1.5.5.7.3.8';
const digests: Readonly<Record<string, string>> = { '1.3.14.3.2.26': 'sha1', [sha256Oid]: 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512' };
const mostBytes = 1 << 20;

export interface TimeStampServer {
  readonly url: string;
  /** The authority's certificates (PEM) that a token must lead to; without them its issuer is not judged, and that is said. */
  readonly trustedPem: string;
}

/** What a time-stamp authority says about some bytes, checked. */
export interface TimeStamp {
  /** The whole answer (TimeStampResp, DER): what `openssl ts -verify -in` reads. */
  readonly responseDer: Uint8Array;
  readonly atMs: number;
  readonly server: string;
  /** Whether the signer's certificate leads to one of `trustedPem`. */
  readonly isTrusted: boolean;
}

/**
 * Asks a time-stamp authority (RFC 3161 over HTTP) for a token over these bytes, and checks it: granted, over this hash, with this nonce,
 * signed by the certificate inside, which may sign time stamps. @throws Error saying what is wrong; the caller goes on without a token
 */
export async function requestTimeStamp(content: Uint8Array, server: TimeStampServer, deadlineMs: number): Promise<TimeStamp> {
  const hashed = createHash('sha256').update(content).digest();
  const nonce = new Uint8Array(randomBytes(8));
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  const responseDer = await post(server.url, requestOf(hashed, nonce), deadlineMs);
  return { responseDer, server: server.url, ...checkTimeStamp(responseDer, content, server.trustedPem, nonce) };
}

function requestOf(hashed: Uint8Array, nonce: Uint8Array): Uint8Array {
  const request = new TimeStampReq({
    version: 1, certReq: true, nonce: new Integer({ valueHex: new Uint8Array(nonce).buffer }),
    messageImprint: new MessageImprint({ hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Oid }), hashedMessage: new OctetString({ valueHex: new Uint8Array(hashed).buffer }) }),
  });
  return new Uint8Array(request.toSchema().toBER());
}

async function post(url: string, body: Uint8Array, deadlineMs: number): Promise<Uint8Array> {
  const answer = await fetch(url, {
    method: 'POST', body: new Uint8Array(body), redirect: 'error', signal: AbortSignal.timeout(deadlineMs), headers: { 'Content-Type': 'application/timestamp-query', Accept: 'application/timestamp-reply' },
  });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.byteLength > mostBytes) throw new Error('The answer is too long');
  return bytes;
}

/** Checks a stored answer against the bytes that it is over. @throws Error saying what is wrong */
export function checkTimeStamp(responseDer: Uint8Array, content: Uint8Array, trustedPem: string, nonce?: Uint8Array): Pick<TimeStamp, 'atMs' | 'isTrusted'> {
  const { signed, info, infoBytes } = parseResponse(responseDer);
  if (info.messageImprint.hashAlgorithm.algorithmId !== sha256Oid) throw new Error('Not over SHA-256');
  if (!createHash('sha256').update(content).digest().equals(Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView))) throw new Error('Over other bytes');
  if (nonce !== undefined && !Buffer.from(nonce).equals(Buffer.from(info.nonce?.valueBlock.valueHexView ?? new Uint8Array()))) throw new Error('An answer to another question');
  const signer = signed.signerInfos[0];
  if (signer === undefined || signed.signerInfos.length !== 1) throw new Error('Not one signer');
  const certificates = (signed.certificates ?? []).flatMap((each) => (each instanceof Certificate ? [new X509Certificate(new Uint8Array(each.toSchema().toBER()))] : []));
  const own = signerCertificate(signer, infoBytes, certificates);
  const atMs = info.genTime.getTime();
  if (atMs < Date.parse(own.validFrom) || atMs > Date.parse(own.validTo)) throw new Error('The signer’s certificate was not valid then');
  if (!own.keyUsage.includes(timeStampingOid)) throw new Error('The signer’s certificate is not for time stamps');
  return { atMs, isTrusted: leadsTo(own, certificates, trustedPem) };
}

function parseResponse(der: Uint8Array): { readonly signed: SignedData; readonly info: TSTInfo; readonly infoBytes: Uint8Array } {
  const response = TimeStampResp.fromBER(new Uint8Array(der).buffer);
  if (response.status.status !== PKIStatus.granted && response.status.status !== PKIStatus.grantedWithMods) throw new Error(`Not granted (status ${response.status.status})`);
  if (response.timeStampToken === undefined) throw new Error('No token');
  const signed = new SignedData({ schema: response.timeStampToken.content });
  const { eContentType, eContent } = signed.encapContentInfo;
  if (eContentType !== tstInfoOid || eContent === undefined) throw new Error('No time-stamp token');
  const infoBytes = new Uint8Array(eContent.getValue());
  const parsed = fromBER(new Uint8Array(infoBytes).buffer);
  return { signed, info: new TSTInfo({ schema: parsed.result }), infoBytes };
}

/** The certificate whose key has made the signature (RFC 5652, section 5.4). */
function signerCertificate(signer: SignerInfo, infoBytes: Uint8Array, certificates: readonly X509Certificate[]): X509Certificate {
  const digest = digests[signer.digestAlgorithm.algorithmId];
  if (digest === undefined || signer.signedAttrs === undefined) throw new Error('Signed in a way that is not known here');
  const stated: unknown = signer.signedAttrs.attributes.find(({ type }) => type === messageDigestOid)?.values[0];
  if (!(stated instanceof OctetString) || !createHash(digest).update(infoBytes).digest().equals(Buffer.from(stated.valueBlock.valueHexView))) throw new Error('The signature is over another token');
  const toSign = new Uint8Array(signer.signedAttrs.toSchema().toBER());
  toSign[0] = 0x31;
  const signature = new Uint8Array(signer.signature.valueBlock.valueHexView);
  const own = certificates.find((certificate) => verify(digest, toSign, certificate.publicKey, signature));
  if (own === undefined) throw new Error('The signature does not hold');
  return own;
}

function leadsTo(own: X509Certificate, certificates: readonly X509Certificate[], trustedPem: string): boolean {
  const trusted = (trustedPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((pem) => new X509Certificate(pem));
  const seen = new Set<string>();
  for (let at: X509Certificate | undefined = own; at !== undefined && !seen.has(at.fingerprint256); ) {
    const current: X509Certificate = at;
    seen.add(current.fingerprint256);
    if (trusted.some((each) => each.fingerprint256 === current.fingerprint256 || (current.checkIssued(each) && current.verify(each.publicKey)))) return true;
    at = certificates.find((each) => current.checkIssued(each) && current.verify(each.publicKey) && !seen.has(each.fingerprint256));
  }
  return false;
}
