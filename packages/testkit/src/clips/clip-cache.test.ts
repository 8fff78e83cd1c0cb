import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { cached } from './clip-cache.ts';

it('makes a file once, and once per key', async () => {
  const key = randomUUID();
  let made = 0;
  const make = async (file: string) => {
    await writeFile(file, 'content');
    return { made: ++made };
  };
  const first = await cached({ name: 'a.bin', key, make });
  try {
    expect(await readFile(first.file, 'utf8')).toBe('content');
    expect(await cached({ name: 'a.bin', key, make })).toEqual(first);
    const other = await cached({ name: 'a.bin', key: [key], make });
    expect(other.truth).toEqual({ made: 2 });
    await rm(dirname(other.file), { recursive: true });
  } finally {
    await rm(dirname(first.file), { recursive: true });
  }
});

it('lets one of several that make the same file at once win', async () => {
  const key = randomUUID();
  const make = (id: number) => async (file: string) => {
    await writeFile(file, String(id));
    await new Promise(resolve => setTimeout(resolve, 20));
    return { id };
  };
  const clips = await Promise.all([1, 2, 3].map(id => cached({ name: 'a.bin', key, make: make(id) })));
  try {
    expect(new Set(clips.map(clip => clip.file)).size).toBe(1);
    expect(new Set(clips.map(clip => clip.truth.id)).size).toBe(1);
    expect(await readFile(clips[0]!.file, 'utf8')).toBe(String(clips[0]!.truth.id));
  } finally {
    await rm(dirname(clips[0]!.file), { recursive: true });
  }
});

it('keeps nothing of a failure', async () => {
  const key = randomUUID();
  const fail = () => Promise.reject(new Error('no'));
  await expect(cached({ name: 'a.bin', key, make: fail })).rejects.toThrow('no');
  await expect(cached({ name: 'a.bin', key, make: fail })).rejects.toThrow('no');
});
