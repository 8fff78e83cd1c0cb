import { readFile, writeFile } from 'node:fs/promises';
import { type PcmClip, pcmFields } from './pcm-fields.ts';
import { softTelecine } from './soft-telecine.ts';
import { writeOrientations } from './write-orientations.ts';

const rewrites = {
  orientations: writeOrientations,
  'soft-telecine': softTelecine,
  // Takes the place of all that was encoded: the same pictures in another coding.
  'pcm-fields': (_: Buffer, clip: PcmClip) => pcmFields(clip),
} as const;

/** What can be done to the bytes of a clip. */
export type RewriteName = keyof typeof rewrites;

/** Changes a file in place. */
export async function rewriteClip(file: string, name: RewriteName, clip: PcmClip): Promise<void> {
  await writeFile(file, rewrites[name](await readFile(file), clip));
}
