/** A number of bytes for people: to the byte below a megabyte, where one may count. */
export function formatSize(bytes: number): string {
  return bytes < 1_000_000 ? `${bytes} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
