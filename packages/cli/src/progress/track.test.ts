import { expect, it } from 'vitest';
import { LineReporter } from './lines.ts';
import { drawBar } from './terminal.ts';
import { describeTrack, formatDuration, Tracker } from './track.ts';

function trackAt(seconds: number, position: number, expectedFrames: number | null) {
  let now = 0;
  const tracker = new Tracker(() => now);
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
  reporter.onEvent({ type: 'log', level: 'info', message: 'x' });
  expect(written).toBe('');
});
