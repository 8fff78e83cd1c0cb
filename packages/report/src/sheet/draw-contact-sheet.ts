import { join } from 'node:path';
import type { ExportedStill, PickTier } from '@framesieve/core';
import { formatClock, formatScore, scoreDecimals } from '../chart/format.ts';
import { type SheetLayout, sheetLayout } from './sheet-layout.ts';
import { drawableText, fittingText, strokeText, strokeTextWidth } from './stroke-text.ts';

/** Name of the contact sheet in the folder of the stills. */
export const contactSheetName = 'contact-sheet.jpg';

const mostTiles = 400;
const background = '#131518';
const ink = '#e9eae8';
const quiet = '#9aa0a6';
const tierColors: Readonly<Record<PickTier, string>> = {
  top: '#4fc3ad',
  coverage: '#8facf5',
  backfill: '#e0b15c',
  requested: '#e0b15c',
};
const mark = 'framesieve:document="contact-sheet"';

/** What a contact sheet shows. */
export interface ContactSheetInput {
  /** Folder of the stills. */
  readonly folder: string;
  /** What became of each pick; those without a still are left out. */
  readonly exported: readonly ExportedStill[];
  /** File name of the video. */
  readonly sourceName: string;
  /** Id of the metric whose score is shown of stills that don't say which ranked them; `null` for none. */
  readonly metric: string | null;
  readonly toolVersion: string;
  readonly signal?: AbortSignal;
}

interface Tile {
  readonly still: ExportedStill & { readonly error: null };
  readonly picture: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * Draws all stills small in one picture, in order of time, each with its rank, time and score. Beyond 400, those of the best
 * ranks.
 *
 * @returns a JPEG of at most about 2560 pixels in width; `null` when there is no still that can be read.
 * @throws the signal's reason when it aborts.
 */
export async function drawContactSheet(input: ContactSheetInput): Promise<Buffer | null> {
  const { default: sharp } = await import('sharp');
  const written = input.exported.filter(result => result.error === null);
  const best = written
    .toSorted((a, b) => a.planned.pick.rank - b.planned.pick.rank)
    .slice(0, mostTiles)
    .toSorted((a, b) => a.planned.frame.ordinal - b.planned.frame.ordinal);
  const sizes = await Promise.all(best.map(({ still }) => sizeOf(join(input.folder, still.file))));
  const readable = best.flatMap((still, i) => (sizes[i] ? [{ still, size: sizes[i] }] : []));
  if (readable.length === 0) return null;
  const middle = readable.map(({ size }) => size).toSorted((a, b) => a.width / a.height - b.width / b.height)[
    readable.length >> 1
  ]!;
  const layout = sheetLayout(readable.length, middle.width / middle.height, middle.width);
  const tiles: Tile[] = [];
  for (const { still } of readable) {
    input.signal?.throwIfAborted();
    const tile = await drawTile(input.folder, still, layout).catch(() => null);
    if (tile) tiles.push(tile);
  }
  if (tiles.length === 0) return null;
  const { width, height, tileWidth, tileHeight } = layout;
  return sharp({ create: { width, height, channels: 3, background } })
    .composite([
      ...tiles.map((tile, i) => ({
        input: tile.picture,
        raw: { width: tile.width, height: tile.height, channels: 3 as const },
        left: layout.left(i) + ((tileWidth - tile.width) >> 1),
        top: layout.top(i) + ((tileHeight - tile.height) >> 1),
      })),
      { input: Buffer.from(captions(tiles, input, written.length, layout)), left: 0, top: 0 },
    ])
    .withXmp(describe(input))
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4', mozjpeg: true })
    .toBuffer();
}

/** Whether a file is a contact sheet that {@link drawContactSheet} drew, by its first bytes. */
export function isOwnContactSheet(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 65_536));
  return head[0] === 0xff && head[1] === 0xd8 && head.includes(mark);
}

async function sizeOf(path: string): Promise<{ readonly width: number; readonly height: number } | null> {
  const { default: sharp } = await import('sharp');
  const { width, height } = await sharp(path)
    .metadata()
    .catch(() => ({ width: 0, height: 0 }));
  return width > 0 && height > 0 ? { width, height } : null;
}

async function drawTile(
  folder: string,
  still: ExportedStill & { readonly error: null },
  { tileWidth, tileHeight }: SheetLayout,
): Promise<Tile> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(join(folder, still.still.file))
    .resize(tileWidth, tileHeight, { fit: 'inside' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { still, picture: data, width: info.width, height: info.height };
}

function captions(
  tiles: readonly Tile[],
  { sourceName, metric }: ContactSheetInput,
  written: number,
  layout: SheetLayout,
): string {
  const { width, height, margin, titleSize } = layout;
  const count = `${written} ${written === 1 ? 'still' : 'stills'}`;
  const counted = tiles.length < written ? `${tiles.length} of ${count}` : count;
  const shownBy = tiles.map(({ still }) => still.planned.rankedBy ?? metric);
  const names = [...new Set(shownBy.filter(id => id !== null))];
  const facts = [counted, ...names.map(drawableText)].join(' · ');
  const factsWidth = strokeTextWidth(facts, titleSize * 0.8);
  const title = fittingText(drawableText(sourceName), titleSize, width - 3 * margin - factsWidth);
  const scores = tiles.map(({ still }, i) => still.planned.scores[shownBy[i] ?? ''] ?? null);
  const known = scores.filter(score => score !== null);
  const decimals = scoreDecimals(Math.max(...known) - Math.min(...known));
  const parts = [
    strokeText(title, { x: margin, y: margin + titleSize, size: titleSize, color: ink, bold: true }),
    strokeText(facts, {
      x: width - margin,
      y: margin + titleSize,
      size: titleSize * 0.8,
      color: quiet,
      anchor: 'end',
    }),
    ...tiles.map(({ still }, i) =>
      caption(still, shownBy[i] === null ? '' : formatScore(scores[i], decimals), i, layout),
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
}

/** Rank and time to the left, the score to the right; what there is no room for is left out, the time last. */
function caption(
  { planned }: ExportedStill,
  score: string,
  i: number,
  { left, top, tileWidth, tileHeight, captionSize: size }: SheetLayout,
): string {
  const { pick, frame } = planned;
  const y = top(i) + tileHeight + Math.round(size * 1.75);
  const rank = String(pick.rank);
  const timeLeft = left(i) + strokeTextWidth(rank, size) + size;
  const fits = (time: string, right: string) =>
    timeLeft - left(i) + strokeTextWidth(time, size) + size + strokeTextWidth(right, size) <= tileWidth;
  const times = [formatClock(frame.timeSeconds, 3), formatClock(frame.timeSeconds, 0)];
  const right = fits(times[1]!, score) ? score : '';
  const time = times.find(candidate => fits(candidate, right)) ?? '';
  return [
    strokeText(rank, { x: left(i), y, size, color: tierColors[pick.tier], bold: true }),
    strokeText(time, { x: timeLeft, y, size, color: quiet }),
    strokeText(right, { x: left(i) + tileWidth, y, size, color: ink, anchor: 'end' }),
  ].join('');
}

/** The XMP that says what the picture is, and what it was made of. */
function describe({ sourceName, toolVersion }: ContactSheetInput): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  const text = (value: string) =>
    value
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are not allowed in XML.
      .replaceAll(/[\u0000-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll(/[&<>"]/g, character => entities[character]!);
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:framesieve="urn:framesieve:contact-sheet:1:" xmp:CreatorTool="FrameSieve ${text(toolVersion)}" ${mark} dc:source="${text(sourceName)}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}
