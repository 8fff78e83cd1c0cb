import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { StallWatch } from './stall-watch.ts';

const never = new Promise<never>(() => {});

function watch(seconds: number | undefined, interrupt = () => {}) {
  return new StallWatch({ seconds, path: 'a.mp4', position: () => 'after frame 3 (0.100 s)', interrupt });
}

describe('StallWatch', () => {
  it('says where it stood still, once an interrupted step has ended', async () => {
    let end = () => {};
    const step = new Promise<void>(resolve => {
      end = resolve;
    });
    const stall = watch(0.05, () => end());
    await expect(stall.wait(step)).rejects.toMatchObject({
      code: 'decode-failed',
      message: 'Decoding "a.mp4" has stood still for 0.05 s, after frame 3 (0.100 s).',
    });
    expect(stall.stuck).toBeNull();
  });

  it('knows of a step that goes on even so', async () => {
    const stall = watch(0.01);
    await expect(stall.wait(never)).rejects.toThrow('stood still');
    expect(stall.stuck).not.toBeNull();
  });

  it('adds up waits between which nothing came', async () => {
    const stall = watch(0.2);
    await stall.wait(sleep(120));
    await expect(stall.wait(sleep(5000))).rejects.toThrow('stood still for 0.2 s');
  });

  it('counts neither the time before progress nor that of a pause', async () => {
    const stall = watch(0.2);
    await stall.wait(sleep(120));
    await sleep(300);
    stall.progress();
    await stall.wait(sleep(120));
  });

  it('counts anew from progress that comes while a step is waited for', async () => {
    const stall = watch(0.15);
    const timer = setInterval(() => stall.progress(), 30);
    try {
      expect(await stall.wait(sleep(400, 'done'))).toBe('done');
    } finally {
      clearInterval(timer);
    }
  });

  it('passes on what a step throws, and waits without end unless asked otherwise', async () => {
    await expect(watch(1).wait(Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
    expect(await watch(undefined).wait(sleep(50, 'late'))).toBe('late');
  });
});
