import { describe, expect, it } from 'vitest';
import { AppError, toWireError, type ErrorCode } from '../base/index.ts';
import { cameraRoles, disks, roles, sessionStatuses } from './index.ts';

const chinese = (code: ErrorCode, params: Record<string, string>) => toWireError(new AppError(code, params)).message.zh;

describe('an error as a sentence', () => {
  it.each([
    ['ROLE_REQUIRED', 'roles', roles], ['CHECK_NO_CAMERA', 'roles', cameraRoles], ['DISK_FAILED', 'disk', disks],
    ['STATE_REFUSED', 'status', [...sessionStatuses, 'finishing', 'lasting', 'unexplained', 'explaining', 'explained', 'written']],
  ] as const)('%s has no English word in its Chinese sentence, whatever it names', (code, parameter, values) => {
    for (const value of values) expect(chinese(code, { [parameter]: value })).not.toMatch(/[A-Za-z]/);
    expect(chinese(code, { [parameter]: values.join(', ') })).not.toMatch(/[A-Za-z]/);
  });

  it('leaves names, numbers and paths as they are, and the English sentence in English', () => {
    expect(chinese('OFFICERS_NOT_DISTINCT', {})).toContain('不同的人');
    expect(chinese('PERSON_NOT_DISTINCT', { name: 'open' })).toContain('open');
    expect(toWireError(new AppError('ROLE_REQUIRED', { roles: 'officer, legal' })).message).toEqual({
      zh: '此操作需要“办案人员、法制人员”身份,当前登录身份不符。', en: 'This needs the role: officer, legal.',
    });
  });

  it('says in Chinese what is wrong with a request without the validator’s English', () => {
    const { message, hint } = toWireError(new AppError('REQUEST_INVALID', { detail: 'Invalid input: expected string', path: 'cameraId' }));
    expect([message.zh, hint.zh]).toEqual(['请求内容不符合要求。', '请更正“cameraId”后重试。']);
    expect(message.en).toContain('expected string');
  });
});
