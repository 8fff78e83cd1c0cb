/**
 * Collects the photographs that `niqe/framesieve` is fitted to, as `models/photographs.json` lists them, and says which are
 * missing or not the same.
 *
 *     node --conditions=@framesieve/source plugins/niqe/scripts/collect-photographs.ts PACKAGES TARGET
 *
 * PACKAGES holds the unpacked Debian packages, each in a folder of its name: `apt-get download NAME`, `dpkg-deb -x NAME_*.deb PACKAGES/NAME`.
 * Called without arguments it prints the packages with their versions. Then, in TARGET:
 *
 *     framesieve models fit niqe/framesieve --images . --max-side 1600 --licence Apache-2.0 --source "…" --out niqe-framesieve.onnx
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Photograph {
  /** Name in TARGET. */
  readonly file: string;
  readonly package: string;
  readonly version: string;
  /** Path in the package. */
  readonly path: string;
  readonly sha256: string;
}

const list = join(import.meta.dirname, '..', 'models', 'photographs.json');
const photographs: readonly Photograph[] = JSON.parse(await readFile(list, 'utf8'));
const [packages, target] = process.argv.slice(2);

if (packages === undefined || target === undefined) {
  const versions = new Map(photographs.map(photograph => [photograph.package, photograph.version]));
  for (const [name, version] of versions) console.log(`${name}=${version}`);
} else {
  await mkdir(target, { recursive: true });
  let wrong = 0;
  for (const { file, package: name, path, sha256 } of photographs) {
    const bytes = await readFile(join(packages, name, path)).catch(() => null);
    const found = bytes && createHash('sha256').update(bytes).digest('hex');
    if (bytes && found === sha256) {
      await writeFile(join(target, file), bytes);
    } else {
      wrong += 1;
      console.error(`${name}/${path}: ${found === null ? 'missing' : `sha256 is ${found}`}`);
    }
  }
  console.log(`${photographs.length - wrong} of ${photographs.length} photographs in ${target}`);
  process.exitCode = wrong > 0 ? 1 : 0;
}
