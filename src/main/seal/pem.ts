export function certificatesIn(text: string): readonly string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\r?\n?/g) ?? [];
}

/** The bytes of the first block of a PEM text (RFC 7468). */
export function derOfPem(pem: string): Uint8Array {
  const body = /-----BEGIN [A-Z0-9 ]+-----([^-]+)-----END/.exec(pem)?.[1];
  if (body === undefined) throw new Error('Not PEM');
  return new Uint8Array(Buffer.from(body, 'base64'));
}
