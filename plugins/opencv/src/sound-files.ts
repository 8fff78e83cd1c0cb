import { open } from 'node:fs/promises';

/** How files begin that hold sound and, if any picture, a cover. */
const beginnings: readonly RegExp[] = [
  /^RIFF....WAVE/s,
  /^fLaC/,
  /^ID3/,
  /^FORM....AIF[FC]/s,
  /^....ftypM4[AB] /s,
];

/** Whether a file is one of sound, by its beginning: OpenCV tells neither that nor what is a cover. */
export async function isSoundFile(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
  const head = buffer.toString('latin1', 0, bytesRead);
  return beginnings.some(beginning => beginning.test(head));
}
