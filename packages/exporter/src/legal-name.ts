/** Most bytes that a file name may have, in UTF-8: the limit of common file systems. */
export const maxNameBytes = 255;

// Windows reserves these before the first dot, in any case.
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be in a name.
const forbidden = /[<>:"/\\|?*\u0000-\u001f\u007f]/;

/** Says why a file name is not legal on every system, Windows included; `null` when it is. */
export function whyIllegal(name: string): string | null {
  const character = forbidden.exec(name)?.[0];
  if (character !== undefined) return `it contains ${JSON.stringify(character)}`;
  if (name.trim() === '') return 'it is empty';
  if (/[. ]$/.test(name)) return 'it ends with a dot or a space';
  const base = name.split('.', 1)[0]!.trimEnd();
  if (reserved.test(base)) return `${base} is a reserved name on Windows`;
  if (Buffer.byteLength(name) > maxNameBytes) return `it is longer than ${maxNameBytes} bytes`;
  return null;
}

/** The stem of a video's file name as it may stand in a still's: non-ASCII letters stay, what is illegal becomes `_`. */
export function legalStem(stem: string): string {
  const clean = stem.toWellFormed().replace(new RegExp(forbidden, 'g'), '_');
  const [base = ''] = clean.split('.', 1);
  return reserved.test(base.trimEnd()) ? `_${clean}` : clean;
}

/**
 * A file or folder name that is legal everywhere: what is illegal in `stem` becomes `_`, and it is cut so that the name has
 * at most 255 bytes.
 *
 * @param stem e.g. the stem of a video's file name.
 * @param suffix what the name ends with; it must be legal itself.
 */
export function legalName(stem: string, suffix: string): string {
  return cutToBytes(legalStem(stem), maxNameBytes - Buffer.byteLength(suffix)) + suffix;
}

/** Cuts a text at a whole character so that it has at most `bytes` bytes in UTF-8. */
export function cutToBytes(text: string, bytes: number): string {
  let length = 0;
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    length += Buffer.byteLength(segment);
    if (length > bytes) break;
    cut += segment;
  }
  return cut;
}

/** What two names have in common when a system that ignores case or normalises Unicode takes them for one. */
export function nameKey(name: string): string {
  // By way of capitals: some letters, such as both forms of sigma, have one capital.
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
