import { enEditor } from './en-editor.ts';
import { enKeys } from './en-keys.ts';
import { enMethods } from './en-methods.ts';
import { enScreens } from './en-screens.ts';
import { enWords } from './en-words.ts';
import type { PathOf } from './shape.ts';
import { zhEditor } from './zh-editor.ts';
import { zhKeys } from './zh-keys.ts';
import { zhMethods } from './zh-methods.ts';
import { zhScreens } from './zh-screens.ts';
import { zhWords } from './zh-words.ts';

export const messages = { zh: { ...zhScreens, ...zhEditor, ...zhKeys, ...zhMethods, ...zhWords }, en: { ...enScreens, ...enEditor, ...enKeys, ...enMethods, ...enWords } } as const;

export type MessageKey = PathOf<(typeof messages)['zh']>;
