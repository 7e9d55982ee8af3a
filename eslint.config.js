import { builtinModules } from 'node:module';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { ownedPackages, rooms, zones } from './eslint/rooms.mjs';

const usesNode = (room) => room.startsWith('main/');

const restrictImports = (room) => {
  const paths = [];
  const patterns = [];
  for (const [name, owners] of Object.entries(ownedPackages)) {
    if (owners.includes(room)) continue;
    const message = `${name} belongs to ${owners.join(', ')}.`;
    paths.push({ name, message });
    if (name.startsWith('node:')) paths.push({ name: name.slice(5), message });
    patterns.push({ group: [`${name}/*`], message });
  }
  if (!usesNode(room)) {
    const message = `${room} must not use Node.`;
    patterns.push({ group: ['node:*'], message });
    for (const name of builtinModules.filter((m) => !m.startsWith('_'))) paths.push({ name, message });
  }
  return { files: [`src/${room}/**/*.{ts,tsx}`], ignores: ['**/*.test.ts', '**/*.test.tsx'], rules: { 'no-restricted-imports': ['error', { paths, patterns }] } };
};

const clockMessage = 'Time is a parameter: take a Clock (main/platform).';
const clockRules = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: clockMessage },
  { selector: "MemberExpression[object.name='performance'][property.name='now']", message: clockMessage },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clockMessage },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Use node:crypto, or take a Random.' },
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'test-results/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-default-export': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  { files: ['src/**/*.{ts,tsx}'], ignores: ['**/*.test.ts', 'src/main/platform/clock.ts', 'src/renderer/api/**'], rules: { 'no-restricted-syntax': ['error', ...clockRules] } },
  { files: ['src/renderer/**/*.tsx', 'src/renderer/**/*.ts'], plugins: { 'react-hooks': reactHooks }, rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' } },
  ...Object.keys(rooms).map(restrictImports),
);
