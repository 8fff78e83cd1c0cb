import { fileURLToPath } from 'node:url';

/** Folder of the built page. */
export async function pageFolder(): Promise<string> {
  return fileURLToPath(new URL('./page', import.meta.url));
}
