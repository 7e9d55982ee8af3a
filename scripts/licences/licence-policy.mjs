/** Licences whose terms Shilu keeps by shipping their texts. */
const allowed = new Set(['MIT', 'ISC', 'BSD', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'Zlib', 'OFL-1.1', 'WTFPL', 'CC0-1.0', 'Unlicense', 'Python-2.0']);

/** Shipped under a licence that would bind Shilu if it were linked: each with the reason why it does not. */
export const separatePrograms = {
  'ffmpeg-static': 'its ffmpeg is started as a program of its own, over pipes; nothing of it is linked into Shilu',
};

/** Whether an SPDX expression (spdx.org, annex D: AND binds tighter than OR) leaves a way to ship. */
export function isAllowed(expression) {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  return bare.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((name) => allowed.has(name.replace(/[()]/g, ''))));
}
