import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contract, type MethodContract } from '../../src/shared/contract/index.ts';
import { errorCatalog } from '../../src/shared/base/index.ts';
import { projectFolder } from '../support/station-process.ts';

const path = join(projectFolder, 'docs', 'integration.md');

/** The part of docs/integration.md that is made from the contract. Run with UPDATE_DOCS=1 to write it. */
function methodTable(): string {
  const allowed = ({ allowed }: MethodContract) => (typeof allowed === 'string' ? allowed : allowed.join(', '));
  const rows = Object.entries<MethodContract>(contract).map(([name, method]) => `| \`${name}\` | ${allowed(method)} | ${method.purpose} |`);
  return ['| method | who | what it does |', '|---|---|---|', ...rows].join('\n');
}

function errorTable(): string {
  const rows = Object.entries(errorCatalog).map(([code, { zh, en }]) => `| \`${code}\` | ${en.message} | ${zh.message} |`);
  return ['| code | English | 中文 |', '|---|---|---|', ...rows].join('\n');
}

function section(text: string, name: string, content: string): string {
  return text.replace(new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- end ${name} -->)`), (_whole, open: string, close: string) => `${open}${content}${close}`);
}

describe('docs/integration.md', () => {
  it('lists every method and every error code of the contract', () => {
    const text = readFileSync(path, 'utf8');
    const current = section(section(text, 'methods', methodTable()), 'errors', errorTable());
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, current);
    else expect(text).toBe(current);
  });

  it('shows every call of a transcript as the contract takes it', () => {
    const calls = [...readFileSync(path, 'utf8').matchAll(/```(?:more-)?calls\n([^]*?)```/g)].map(([, block = '']) => block.trim()).join('\n');
    const shown = calls.split('\n').map((line) => /^(\S+) (.*)$/.exec(line)?.slice(1) ?? []);
    for (const [method = '', params = ''] of shown) {
      const definition: MethodContract | undefined = Object.entries<MethodContract>(contract).find(([name]) => name === method)?.[1];
      expect(definition?.params.safeParse(JSON.parse(params)).error, method).toBeUndefined();
      expect(definition, method).toBeDefined();
    }
    const methods = Object.keys(contract).filter((name) => /^(transcript|attendance|notice)\./.test(name));
    expect([...new Set(shown.map(([method]) => method))].sort()).toEqual(methods.sort());
  });
});
