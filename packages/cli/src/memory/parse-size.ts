const units = ['', 'k', 'm', 'g', 't'];

/**
 * The bytes that a size such as `2GB`, `800MiB` or `1.5g` stands for: steps of 1000, with an `i` of 1024.
 *
 * @returns `null` for what is no size.
 */
export function parseSize(text: string): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*$/i.exec(text);
  if (!match) return null;
  const [, figure, unit, binary] = match;
  return Math.floor(Number(figure) * (binary ? 1024 : 1000) ** units.indexOf(unit!.toLowerCase()));
}

/** Bytes as people write them, e.g. `1.5 GiB` or `96 MiB`, rounded up so that it is never less. */
export function formatSize(bytes: number): string {
  const mebibytes = Math.ceil(bytes / 1024 ** 2);
  if (mebibytes < 10 * 1024) return `${mebibytes} MiB`;
  return `${Math.ceil((10 * mebibytes) / 1024) / 10} GiB`;
}
