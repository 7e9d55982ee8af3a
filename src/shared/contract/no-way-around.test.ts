import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract, type Method } from './index.ts';

const methods = Object.keys(contract) as Method[];

/** Every parameter of a method, by name, however deep. */
function parameters(method: Method): readonly string[] {
  const names = new Set<string>();
  JSON.stringify(z.toJSONSchema(contract[method].params, { io: 'input' }), (key, value: unknown) => {
    if (key === 'properties') Object.keys(value as object).forEach((name) => names.add(name));
    return value;
  });
  return [...names];
}

/** Times that people know and the machine does not: when somebody arrived, was detained or handed over, what stands on paper, how long the law allows. */
const timesOfPeople: Readonly<Partial<Record<Method, readonly string[]>>> = {
  'session.open': ['arrivedAtMs', 'detainedAtMs', 'handedOverAtMs'], 'session.extendLimit': ['toMs'], 'session.handBack': ['handedBackAtMs'], 'session.leave': ['leftAtMs'], 'transcript.link': ['startsAtMs', 'endsAtMs'], 'camera.discover': ['timeoutMs'],
  // Where in the recording a key fact was said, in the ear of who links it; the station refuses what was not recorded.
  'transcript.linkFact': ['fromMs', 'toMs'], 'session.play': ['fromMs', 'toMs'],
  // Which stretches of a copy somebody wants to see; the station refuses what was not recorded.
  'clip.make': ['fromMs', 'toMs'],
  // What the wall display showed, and how wrong it may be. The moment of the press comes with them: a bound is stated for it, and the station refuses one that is not of the last two minutes.
  'clock.align': ['displayErrorMs', 'shownMs', 'pressedMs'], 'camera.measureLatency': ['displayErrorMs'],
};

describe('the contract', () => {
  it('has no way to pause, to delete or to change what was written; a break logged by mistake is corrected by a further fact', () => {
    const verbs = methods.filter((method) => method !== 'session.breakUndo').map((method) => method.split('.')[1] ?? '');
    expect(verbs.filter((verb) => /pause|resume|delete|erase|clear|undo|edit|update|rewrite|overwrite|purge|reset/i.test(verb))).toEqual([]);
    expect(methods.filter((method) => /remove/i.test(method))).toEqual(['camera.remove', 'microphone.remove']);
  });

  it('takes no time that the machine measures', () => {
    for (const method of methods) {
      const times = parameters(method).filter((name) => /(Ms|At|Time|Date)$/.test(name) && name !== 'birthDate');
      expect(times.filter((name) => !(timesOfPeople[method] ?? []).includes(name)), method).toEqual([]);
    }
  });

  it('takes no word on who says a fact: that is who is logged in, and a second person gives their own PIN', () => {
    for (const method of methods) {
      const names = parameters(method);
      expect(names.filter((name) => /^(by|actor|author|officers?|officerId|explainedBy|signedBy|linkedBy|approvedBy|on?BehalfOf)$/i.test(name)), method).toEqual([]);
      if (names.includes('account') && !method.startsWith('account.')) expect(names, `${method} takes an account without its PIN`).toContain('pin');
      if (names.includes('personId')) expect(method).toBe('session.personLeave');
    }
  });

  it('lets nobody but administrators set up a room, and gives nobody a method that changes a profile', () => {
    for (const method of ['camera.add', 'camera.remove', 'clock.configure', 'disk.replace', 'room.register'] as const) expect(contract[method].allowed).toEqual(['administrator']);
    expect(methods.filter((method) => method.startsWith('profile.'))).toEqual(['profile.current']);
  });

  it('lets an attendant touch neither the recorder nor the transcript', () => {
    const open = methods.filter((method) => Array.isArray(contract[method].allowed) && (contract[method].allowed as readonly string[]).includes('attendant'));
    expect(open.filter((method) => /^(transcript|packet|session\.(start|finish|seal|open|abandon|span|refuse|extend)|interruption\.(explain|continue))/.test(method))).toEqual([]);
  });
});
