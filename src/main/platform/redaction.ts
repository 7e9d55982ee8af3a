const loginBeforeHost = /([a-z][a-z0-9+.-]*:\/\/)[^\s/"'\\]*@/gi;
/** As addresses of some makers have it: `rtsp://HOST/user=admin&password=...&channel=1`, also with `_` between the parts. */
const passwordAmongParts = /(?<![a-z])(?:pass(?:word|wd)?|pwd)=[^&\s"'\\/?#;,]+/gi;

/** A text in which no address carries a login any more, wherever in it makers put it. */
export function redact(text: string): string {
  return text.replace(loginBeforeHost, '$1***@').replace(passwordAmongParts, (part) => `${part.slice(0, part.indexOf('=') + 1)}***`);
}

/** The parts of an address that hold a password, name and value: `password=secret`. */
export function passwordParts(address: string): readonly string[] {
  return [...address.matchAll(passwordAmongParts)].map(([part]) => part);
}
