/** A text in which no address carries a name or a password any more. */
export function redactAddresses(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/"']*@/gi, '$1***@');
}
