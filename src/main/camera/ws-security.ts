import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from './digest-authorization.ts';
import { escapeXml } from './xml-node.ts';

const wss = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';

/**
 * The WS-UsernameToken header with password digest (WSS UsernameToken Profile 1.0, ONVIF Core 5.9.4).
 * @param cameraTimeMs the time by the camera's own clock: cameras refuse a token that is older or newer than a few seconds
 */
export function usernameToken(credentials: Credentials, cameraTimeMs: number): string {
  const nonce = randomBytes(16);
  const created = new Date(Math.round(cameraTimeMs)).toISOString();
  const digest = createHash('sha1').update(nonce).update(created, 'utf8').update(credentials.password, 'utf8').digest('base64');
  return [
    `<wsse:Security s:mustUnderstand="1" xmlns:wsse="${wss}-wssecurity-secext-1.0.xsd" xmlns:wsu="${wss}-wssecurity-utility-1.0.xsd"><wsse:UsernameToken>`,
    `<wsse:Username>${escapeXml(credentials.user)}</wsse:Username>`,
    `<wsse:Password Type="${wss}-username-token-profile-1.0#PasswordDigest">${digest}</wsse:Password>`,
    `<wsse:Nonce EncodingType="${wss}-soap-message-security-1.0#Base64Binary">${nonce.toString('base64')}</wsse:Nonce>`,
    `<wsu:Created>${created}</wsu:Created>`,
    '</wsse:UsernameToken></wsse:Security>',
  ].join('');
}
