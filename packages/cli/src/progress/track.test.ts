import { expect, it } from 'vitest';
import { LineReporter } from './lines.ts';
import { drawBar, drawTracks } from './terminal.ts';
import { describeTrack, formatDuration, Tracker } from './track.ts';
import { Tracks } from './tracks.ts';

function trackAt(seconds: number, position: number, expectedFrames: number | null) {
  let now = 0;
  const tracker = new Tracker('a', () => now);
  const best = { frame: 12, timeSeconds: 0.6, score: 3.9 };
  tracker.follow({ type: 'analyze', path: 'a', expectedFrames, decoder: 'x 1', metrics: ['m'], reused: 0 });
  now = seconds * 1000;
  tracker.follow({ type: 'progress', path: 'a', position, scored: position, best });
  return tracker.track;
}

it('tells speed, time to go and the running best', () => {
  expect(describeTrack(trackAt(2, 100, 300))).toBe(
    '100/300 frames · 50 fps · 4 s left · best 3.90 (frame 12)',
  );
});

it('drops a total that turns out too low, and never goes beyond it', () => {
  const track = trackAt(2, 301, 300);
  expect(describeTrack(track)).toBe('301/? frames · 151 fps · best 3.90 (frame 12)');
  expect(drawBar(track)).not.toContain('█');
  expect(drawBar(trackAt(2, 300, 300))).toContain('█'.repeat(24));
  expect(drawBar(trackAt(2, 1, null))).toContain('1/? frames');
});

it('writes durations as people do', () => {
  expect([4.2, 200, 7500].map(formatDuration)).toEqual(['5 s', '3 min 20 s', '2 h 5 min']);
});

it('says nothing when it should be quiet', () => {
  let written = '';
  const reporter = new LineReporter(text => {
    written += text;
  }, 'quiet');
  reporter.onEvent({ type: 'select', path: 'a', picks: 3 });
  reporter.onEvent({ type: 'log', level: 'info', path: null, message: 'x' });
  expect(written).toBe('');
});

it('draws a line with a name for each video that is being worked on, in the order in which they were begun', () => {
  const tracks = new Tracks(() => 0);
  const progress = { type: 'progress', scored: 1, best: null } as const;
  const paths = ['a/first.mp4', 'a/second.mp4', 'a/a-very-long-name-of-take-0001.mp4'];
  for (const [index, path] of paths.entries()) tracks.follow({ type: 'begin', path, index, total: 3 });
  expect(drawTracks(tracks.running)).toBe('');
  tracks.follow({ ...progress, path: paths[2]!, position: 7 });
  tracks.follow({ ...progress, path: paths[0]!, position: 1 });
  tracks.follow({ type: 'still', path: paths[1]!, frame: 1, file: 'x', done: 2, total: 5 });
  expect(drawTracks(tracks.running).split('\n')).toEqual([
    '  first.mp4                 1/? frames',
    '  second.mp4                writing stills 2/5',
    '  …g-name-of-take-0001.mp4  7/? frames',
  ]);
  tracks.follow({ type: 'end', path: paths[0]!, report: {} as never });
  tracks.follow({ type: 'end', path: paths[2]!, report: {} as never });
  expect(drawTracks(tracks.running)).toBe('  writing stills 2/5');
});

it('prefixes each line with its video, and tells of each as if it were alone', () => {
  let written = '';
  const reporter = new LineReporter(text => {
    written += text;
  }, 'verbose');
  for (const [index, path] of ['a', 'b'].entries())
    reporter.onEvent({ type: 'begin', path, index, total: 2 });
  reporter.onEvent({ type: 'log', level: 'debug', path: 'b', message: 'slow' });
  reporter.onEvent({ type: 'log', level: 'info', path: null, message: 'of none' });
  reporter.onEvent({ type: 'select', path: 'a', picks: 1 });
  expect(written).toBe('[1/2] a\n[2/2] b\nb: slow\nof none\na: 1 frame picked\n');
});
