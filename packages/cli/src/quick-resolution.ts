import { type ResolveFnOutput, registerHooks } from 'node:module';

/** Files whose format depends on nothing but their folder and their extension. */
const extension = /\.[cm]?[jt]s$/;

/** The clone, or the folder that this package is installed in, with all that is installed beside it. */
const home = new URL('../../../', import.meta.url).href;

/**
 * Makes imports cheap for the command's process. Node.js looks at links, files and package.json anew for each import of each
 * of several hundred modules, which is half of the time that they take to load; but the answers are the same within a
 * folder. So what a folder's modules import by a package's name is resolved once; and of the files of a folder, the first of an
 * extension is resolved in full, and the others like it, if that one lay just where the import said: not behind a link. Only
 * for what is installed, which doesn't change meanwhile.
 */
export function quickenResolution(): void {
  const packages = new Map<string, ResolveFnOutput>();
  const formats = new Map<string, ResolveFnOutput['format']>();
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL, conditions, importAttributes } = context;
      if (!parentURL || !isInstalled(parentURL) || Object.keys(importAttributes ?? {}).length > 0)
        return next(specifier, context);
      if (!specifier.startsWith('.')) {
        const key = `${folderOf(parentURL)} ${specifier} ${conditions.join()}`;
        const resolved = packages.get(key) ?? { ...next(specifier, context), shortCircuit: true };
        packages.set(key, resolved);
        return resolved;
      }
      const ending = extension.exec(specifier)?.[0];
      if (ending === undefined) return next(specifier, context);
      const { href } = new URL(specifier, parentURL);
      const key = folderOf(href) + ending;
      const format = formats.get(key);
      if (format !== undefined) return { url: href, format, shortCircuit: true };
      const resolved = next(specifier, context);
      if (resolved.url === href && resolved.format) formats.set(key, resolved.format);
      return resolved;
    },
  });
}

function isInstalled(url: string): boolean {
  return url.startsWith(home) || (url.startsWith('file:') && url.includes('/node_modules/'));
}

function folderOf(url: string): string {
  return url.slice(0, url.lastIndexOf('/') + 1);
}
