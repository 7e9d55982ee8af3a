import { describe, expect, it } from 'vitest';
import { caseTraits, offences } from '../../shared/domain/index.ts';
import { madeIdentityNumber } from '../../../test/support/made-identity.ts';
import { ageOn, classOfCase, normalIdentityNumber, readIdentityNumber, type CaseFacts } from './index.ts';

const light: CaseFacts = { offence: 'other', traits: [], minor: false, detained: false, needsInterpreter: false };

describe('the class of a case', () => {
  it('may be lower only where nothing at all asks for recording', () => expect(classOfCase(light)).toEqual({ legalClass: 'other', reasons: [] }));
  it.each(offences.filter((offence) => offence !== 'other'))('is must-record for the offence %s', (offence) => expect(classOfCase({ ...light, offence })).toEqual({ legalClass: 'must-record', reasons: [`offence-${offence}`] }));
  it.each(caseTraits)('is must-record for %s', (trait) => expect(classOfCase({ ...light, traits: [trait] }).legalClass).toBe('must-record'));
  it('is must-record for a minor, in detention, and with an interpreter', () => {
    expect(classOfCase({ ...light, minor: true, detained: true, needsInterpreter: true })).toEqual({ legalClass: 'must-record', reasons: ['minor', 'detained', 'foreign-language'] });
  });
});

describe('an identity number', () => {
  const girl = madeIdentityNumber('99000020101124002');

  it('says the birth date and the sex', () => {
    expect(readIdentityNumber(girl)).toEqual({ birthDate: '2010-11-24', sex: 'female' });
    expect(readIdentityNumber(madeIdentityNumber('99000019800101123'))).toEqual({ birthDate: '1980-01-01', sex: 'male' });
  });
  it('is none with one digit changed, another length, or a day that does not exist', () => {
    for (let n = 0; n < 18; n++) expect(readIdentityNumber(`${girl.slice(0, n)}${girl[n] === '1' ? '2' : '1'}${girl.slice(n + 1)}`)).toBeUndefined();
    for (const number of ['', girl.slice(1), `${girl}1`, madeIdentityNumber('99000020101324002')]) expect(readIdentityNumber(number)).toBeUndefined();
  });
  it('is the same however it is typed', () => expect(normalIdentityNumber(` ${girl.slice(0, 6)}-${girl.slice(6)} `.replace('X', 'x'))).toBe(girl));
  it('makes a person 18 on the birthday', () => expect([ageOn('2008-11-25', '2026-11-24'), ageOn('2008-11-24', '2026-11-24'), ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01')]).toEqual([17, 18, 17, 18]));
});
