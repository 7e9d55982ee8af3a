import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isErrorCode, errorCatalog } from '../../shared/base/index.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const [, table = ''] = /<!-- locks -->\n([^]*?)<!-- end locks -->/.exec(read('docs/rules.md')) ?? [];
const rows = table.split('\n').filter((line) => /^\| [A-Z]/.test(line)).map((line) => line.slice(2, -2).split(' | '));

/** Every lock that the rules can set, with what it locks, as the code says it. */
const locksOfCode = readdirSync(new URL('src/main/rules/', root))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .flatMap((name) => [...read(`src/main/rules/${name}`).matchAll(/\block\('([A-Z_]+)', (?:'(\w+)'|(locks|until))/g)].flatMap(([, code = '', on, named]) => (on === undefined ? [named === 'until' ? 'finish' : 'start', 'transcript'] : [on]).map((each) => `${code} ${each}`)));

describe('docs/rules.md', () => {
  it('lists every lock and nothing that is none, with what it locks', () => {
    const documented = rows.flatMap(([code, on = '']) => on.split(', ').map((each) => `${code ?? ''} ${each}`));
    expect(locksOfCode.length).toBeGreaterThan(20);
    expect([...new Set(documented)].sort()).toEqual([...new Set(locksOfCode)].sort());
  });

  it.each(rows)('%s has its sentences, and a test that exists', (code = '', _on, _held, article = '', opensBy = '', test = '') => {
    expect(isErrorCode(code) && errorCatalog[code].zh.message !== '').toBe(true);
    expect([article, opensBy]).not.toContain('');
    const [, path = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
    expect(existsSync(new URL(path, root)), path).toBe(true);
    expect(read(path), name).toContain(`'${name}'`);
  });

  it('names tests of the attendant’s board that exist', () => {
    const [, board = ''] = /## The attendant's board\n([^]*?)\n## /.exec(read('docs/rules.md')) ?? [];
    const tests = [...board.matchAll(/\| `([^`]+)`: (.+) \|/g)].map(([, path = '', name = '']) => [path, name] as const);
    expect(tests.length).toBeGreaterThan(7);
    for (const [path, name] of tests) expect(read(path), name).toContain(`'${name}'`);
  });
});
