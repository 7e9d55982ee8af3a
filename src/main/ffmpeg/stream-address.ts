/** The address that ffmpeg opens: with the name and password in it. Never log it, never keep it. */
export function addressWithCredentials(address: string, user: string, password: string): string {
  if (user === '') return address;
  const url = new URL(address);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}

/** The same address as people and logs may see it. */
export function addressWithoutCredentials(address: string): string {
  return redactAddresses(address).replace('***@', '');
}

/** A text in which no address carries a name or a password any more. */
export function redactAddresses(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/"']*@/gi, '$1***@');
}
