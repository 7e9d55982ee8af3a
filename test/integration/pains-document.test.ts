import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/main/platform/index.ts';

it('docs/design/pains.md names for each of the fifteen pains a test that exists and bears its number', () => {
  const text = readFileSync(join(projectRoot, 'docs', 'design', 'pains.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (\d+) \|.*\| `(test\/[^`]+)` \|$/gm)].map(([, pain, path]) => ({ pain: Number(pain), path: path ?? '' }));
  expect(rows.map(({ pain }) => pain)).toEqual(Array.from({ length: 15 }, (_, n) => n + 1));
  for (const { pain, path } of rows) {
    expect(existsSync(join(projectRoot, path)), path).toBe(true);
    expect(path).toContain(`/pain-${String(pain).padStart(2, '0')}-`);
  }
});
