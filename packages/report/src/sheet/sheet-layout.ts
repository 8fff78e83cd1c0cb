/** Where things are on a contact sheet, in pixels. */
export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  /** Box that each picture is fitted into. */
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Height of capitals in captions. */
  readonly captionSize: number;
  /** Height of capitals in the head of the sheet. */
  readonly titleSize: number;
  readonly margin: number;
  /** Of the box of picture `i`. */
  left(i: number): number;
  top(i: number): number;
}

const sheetAspect = 4 / 3;
const widestTile = 960;
const widestSheet = 2560;

/**
 * Lays out so many pictures so that the sheet is about as wide to high as 4 to 3, at most 2560 pixels wide.
 *
 * @param aspect width ÷ height that most pictures have.
 * @param pictureWidth pixels that they have: tiles are no larger.
 */
export function sheetLayout(count: number, aspect: number, pictureWidth: number): SheetLayout {
  const boxAspect = Math.min(4, Math.max(0.4, aspect));
  const shapes = Array.from({ length: count }, (_, i) =>
    layOut(count, i + 1, boxAspect, pictureWidth),
  ).filter(({ width }) => width <= widestSheet);
  const distance = ({ width, height }: SheetLayout) => Math.abs(Math.log(width / height / sheetAspect));
  return shapes.reduce((best, shape) => (distance(shape) < distance(best) ? shape : best));
}

function layOut(count: number, columns: number, aspect: number, pictureWidth: number): SheetLayout {
  const sheetWidth = columns <= 2 ? 1280 : columns <= 4 ? 1920 : widestSheet;
  const margin = Math.round(Math.max(20, sheetWidth / 60));
  // Wide enough to tell one picture's caption from the next one's.
  const gap = Math.round(Math.max(12, sheetWidth / (columns < 8 ? 64 : 110)));
  const room = Math.floor((sheetWidth - 2 * margin - (columns - 1) * gap) / columns);
  const tileWidth = Math.max(64, Math.min(room, widestTile, Math.max(240, pictureWidth)));
  const tileHeight = Math.round(tileWidth / aspect);
  const captionSize = Math.min(17, Math.max(9, tileWidth * 0.04));
  const titleSize = Math.round(sheetWidth / 100);
  const captionHeight = Math.round(captionSize * 2.6);
  const head = Math.round(titleSize * 2.6);
  const rows = Math.ceil(count / columns);
  const rowGap = Math.round(gap / 2);
  return {
    width: 2 * margin + columns * tileWidth + (columns - 1) * gap,
    height:
      margin + head + rows * (tileHeight + captionHeight) + (rows - 1) * rowGap + Math.round(margin * 0.6),
    columns,
    tileWidth,
    tileHeight,
    captionSize,
    titleSize,
    margin,
    left: i => margin + (i % columns) * (tileWidth + gap),
    top: i => margin + head + Math.floor(i / columns) * (tileHeight + captionHeight + rowGap),
  };
}
