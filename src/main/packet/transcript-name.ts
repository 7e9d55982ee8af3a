/**
 * The name of the transcript inside the packet: the name it came with, without what a file system or a manifest line cannot carry
 * (RFC 8493, section 5.1.1; sha256sum's escapes). The sealed manifest keeps the original name.
 */
export function transcriptFileName(fileName: string): string {
  const safe = fileName
    .normalize('NFC')
    .replace(/[\\/%:;*?"<>|\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  const short = keepExtension(safe, 60);
  return short === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(short) ? `transcript-${short}` : short;
}

/** At most so many characters, cut before the extension: 60 Chinese characters are 180 bytes, and file systems hold 255. */
function keepExtension(name: string, limit: number): string {
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  const characters = Array.from(name.slice(0, name.length - extension.length));
  return characters.slice(0, limit - extension.length).join('') + extension;
}
