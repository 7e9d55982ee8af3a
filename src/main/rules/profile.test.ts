import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openProfile, parseProfile } from './index.ts';

const folder = new URL('../../../resources/profiles/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const shipped = ['cn-zaozhuang', 'uk-pace-draft'] as const;
const signer = generateKeyPairSync('ed25519');
const publicKeyPem = String(signer.publicKey.export({ type: 'spki', format: 'pem' }));
const signed = (profileId: string, text: string) => ({ profileId, text, signature: sign(null, Buffer.from(text), signer.privateKey).toString('base64'), publicKeyPem });

describe('a signed profile', () => {
  it.each(shipped)('%s ships with a signature of the key that ships (sign again with: node scripts/sign-profiles.mjs)', (profileId) => {
    const profile = openProfile({ profileId, text: read(`${profileId}.json`), signature: read(`${profileId}.json.sig`), publicKeyPem: read('profile-key.pem') });
    expect([profile.id, profile.sha256]).toEqual([profileId, parseProfile(read(`${profileId}.json`)).sha256]);
  });

  it('is refused without its signature', () =>
    expect(() => openProfile({ ...signed('cn-zaozhuang', read('cn-zaozhuang.json')), signature: undefined })).toThrow(expect.objectContaining({ code: 'PROFILE_UNSIGNED' })));

  it.each([
    ['one number of it', (text: string) => text.replace('43200000', '43200001')],
    ['a space in it', (text: string) => `${text} `],
  ])('is refused when somebody has changed %s', (_what, change) => {
    const original = signed('cn-zaozhuang', read('cn-zaozhuang.json'));
    expect(openProfile(original).id).toBe('cn-zaozhuang');
    expect(() => openProfile({ ...original, text: change(original.text) })).toThrow(expect.objectContaining({ code: 'PROFILE_ALTERED' }));
  });

  it('is refused when somebody else has signed it, or the signature is no signature', () => {
    const original = signed('cn-zaozhuang', read('cn-zaozhuang.json'));
    expect(() => openProfile({ ...original, publicKeyPem: read('profile-key.pem') })).toThrow(expect.objectContaining({ code: 'PROFILE_ALTERED' }));
    for (const signature of ['', 'nonsense', original.signature.slice(4)]) expect(() => openProfile({ ...original, signature })).toThrow(expect.objectContaining({ code: 'PROFILE_ALTERED' }));
  });

  it('is refused under another name, though it is signed', () =>
    expect(() => openProfile(signed('uk-pace-draft', read('cn-zaozhuang.json')))).toThrow(expect.objectContaining({ code: 'PROFILE_INVALID' })));

  it.each([
    ['a word it does not know', { pauseAllowed: true }],
    ['a limit that a later step does not pass', { timeLimits: [{ id: 'x', title: { zh: '一', en: 'x' }, limitMs: 10_000_000, steps: [{ toMs: 9_000_000, approvers: ['chief'], condition: { zh: '一', en: 'x' } }], source: 'x' }] }],
    ['a lock before its alarm', { breaks: { ...(JSON.parse(read('cn-zaozhuang.json')) as { breaks: object }).breaks, continuousQuestioning: { warnMs: 3, alarmMs: 2, lockMs: 1 } } }],
    ['a role that nobody has', { unrecorded: { classes: ['other'], reasons: ['urgent'], approvers: ['mayor'] } }],
  ])('is refused with %s, though it is signed', (_what, change) => {
    const text = JSON.stringify({ ...(JSON.parse(read('cn-zaozhuang.json')) as object), ...change });
    expect(() => openProfile(signed('cn-zaozhuang', text))).toThrow(expect.objectContaining({ code: 'PROFILE_INVALID' }));
  });

  it('is refused when it is no JSON', () => expect(() => openProfile(signed('cn-zaozhuang', '{'))).toThrow(expect.objectContaining({ code: 'PROFILE_INVALID' })));
});
