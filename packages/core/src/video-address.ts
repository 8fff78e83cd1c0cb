import { basename } from 'node:path';

/** Whether the path of an input is an address of the web (`http:` or `https:`), not of a file. */
export function isUrl(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

const credentials = /\b(https?:\/\/)[^\s/?#"'<>]*@/gi;
const secretParameter =
  /([?&][\w.-]*(?:token|signature|sig|secret|passw|credential|api-?key|access-?key|auth)[\w.-]*=)[^&\s"'#]+/gi;

/** A text without the user names, passwords and signatures that addresses in it carry. Anything else is left as it is. */
export function withoutCredentials(text: string): string {
  return text.replace(credentials, '$1').replace(secretParameter, '$1…');
}

/** The path of an input as it may be shown and stored: that of a file as it is, an address without credentials. */
export function shownPath(path: string): string {
  return isUrl(path) ? withoutCredentials(path) : path;
}

/** The file name of an input: of an address the last part of its path, or its host where it has none. */
export function fileNameOf(path: string): string {
  if (!isUrl(path)) return basename(path);
  const url = URL.parse(path);
  if (!url) return 'video';
  const last = url.pathname.split('/').findLast(part => part !== '') ?? url.hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
