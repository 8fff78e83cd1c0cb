import { describe, expect, it } from 'vitest';
import { FrameLog, type LoggedFrame } from './frame-log.ts';

const packet = (pts: string, dts: string) =>
  `[vist#0:0/h264 @ 0x1] [info] demuxer -> ist_index:0:0 type:video pkt_pts:${pts} pkt_pts_time:1 pkt_dts:${dts} pkt_dts_time:1 duration:1 duration_time:1`;
const decoded = '[info] decoder -> ist_index:0 type:video frame_pts:1';
const frame = (instance: number, pts: number, size = '64x48') =>
  `[Parsed_showinfo_${instance} @ 0x2] [info] n:   0 pts: ${pts} pts_time:1 pos: 1 fmt:yuv420p sar:1/1 s:${size} i:P iskey:1 type:I `;
const color = (instance: number) =>
  `[Parsed_showinfo_${instance} @ 0x2] [info] color_range:tv color_space:bt709 color_primaries:bt709 color_trc:bt709`;

function read(lines: readonly string[], { selecting = false, colorLines = true } = {}) {
  const frames: LoggedFrame[] = [];
  const errors: [string, boolean][] = [];
  const log = new FrameLog(
    {
      onFrame: logged => frames.push(logged),
      onTimeBase: () => {},
      onError: (line, whileDecoding) => errors.push([line.message, whileDecoding]),
    },
    { selecting, colorLines },
  );
  for (const line of lines) log.push(line);
  log.end();
  return { frames, errors, decoded: log.decoded };
}

describe('FrameLog', () => {
  it('takes a timestamp for made up when no packet carried it', () => {
    const lines = [packet('NOPTS', '3'), packet('-5', 'NOPTS')];
    const { frames } = read([...lines, frame(0, 3), color(0), frame(0, -5), color(0), frame(0, 4), color(0)]);
    expect(frames.map(({ ordinal, ptsTicks }) => [ordinal, ptsTicks])).toEqual([
      [0, 3],
      [1, -5],
      [2, null],
    ]);
    expect(frames[0]?.color).toMatchObject({ range: 'tv', matrix: 'bt709' });
  });

  it('counts over the frames that left the decoder, also where only some are put out', () => {
    const { frames, decoded: count } = read(
      [packet('0', '0'), frame(0, 0), color(0), frame(0, 0), color(0), frame(2, 0), color(2), frame(0, 0)],
      { selecting: true },
    );
    expect(frames.map(({ ordinal }) => ordinal)).toEqual([1]);
    expect(count).toBe(3);
  });

  it('reads by how much the matrix of a frame turns it', () => {
    const turn = '[Parsed_showinfo_0 @ 0x2] [info]   side data - displaymatrix: rotation of -90.00 degrees';
    const { frames } = read([frame(0, 0), turn, color(0), frame(0, 1), color(0)]);
    expect(frames.map(({ displayAngle }) => displayAngle)).toEqual([-90, null]);
  });

  it('waits for the colour line through those of other threads', () => {
    const { frames } = read([packet('0', '0'), frame(0, 0), packet('1', '1'), color(0)]);
    expect(frames).toMatchObject([{ color: { matrix: 'bt709' } }]);
  });

  it('finds its way when other threads write into unfinished lines', () => {
    const info = '[Parsed_showinfo_0 @ 0x2] [info]';
    const { frames } = read([
      packet('0', '0'),
      `${frame(0, 0)}${packet('1', '1').replace(/^.*\[info\] /, '')}`,
      `${info} `,
      `${info} color_range:tvdecoder -> pts:1 pts_time:0.1`,
      `${info} color_space:bt2020nc color_primaries:bt2020encoder <- type:video`,
      `${info} color_trc:unknownmuxer <- pts:0`,
      `${info} `,
      frame(0, 1),
      color(0),
    ]);
    expect(frames).toMatchObject([
      { ptsTicks: 0, color: { range: 'tv', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'unknown' } },
      { ptsTicks: 1, color: { transfer: 'bt709' } },
    ]);
  });

  it('does not wait where no colour lines are printed', () => {
    const lines = [packet('0', '0'), frame(0, 0), '[info] filter -> pts:0'];
    const { frames } = read(lines, { colorLines: false });
    expect(frames).toHaveLength(1);
    expect(frames[0]?.color.matrix).toBeUndefined();
  });

  it('reads the longer lines of newer versions', () => {
    const { frames } = read([
      packet('7', '7'),
      '[Parsed_showinfo_0 @ 0x2] [info] n:   0 pts:      7 pts_time:0.07    duration:      1 duration_time:0.01 fmt:yuv420p cl:topleft sar:4/3 s:720x576 i:T iskey:0 type:B ',
      color(0),
    ]);
    expect(frames).toMatchObject([
      {
        ptsTicks: 7,
        keyFrame: false,
        width: 720,
        height: 576,
        pixelAspect: { numerator: 4, denominator: 3 },
        color: { chromaLocation: 'topleft' },
      },
    ]);
  });

  it('marks the frame that was decoded with damage', () => {
    const corrupt = '[warning] file:x.mp4: corrupt decoded frame in stream 0';
    const lines = [
      decoded,
      frame(0, 0),
      color(0),
      corrupt,
      decoded,
      frame(0, 0),
      color(0),
      decoded,
      frame(0, 0),
    ];
    expect(read(lines).frames.map(logged => logged.corrupt)).toEqual([false, true, false]);
  });

  it('tells errors before decoding from those while decoding', () => {
    const { errors } = read([
      '[mp3 @ 0x1] [error] Header missing',
      '[info] Stream mapping:',
      '[fatal] Conversion failed!',
    ]);
    expect(errors).toEqual([
      ['Header missing', false],
      ['Conversion failed!', true],
    ]);
  });
});
