/** Downloads what its argument, JSON, asks for; tells its parent of progress, of waiting, and of how it ended. */
import { FrameSieveError } from '@framesieve/core';
import { downloadFile } from '../src/download/download-file.ts';
import { downloadRequest } from './download-parts.ts';

const say = (message: unknown) =>
  new Promise<unknown>(resolve => (process.send ? process.send(message, resolve) : resolve(null)));
const request = downloadRequest({
  ...JSON.parse(process.argv[2]!),
  onProgress: ({ received }) => void say({ received }),
  onWait: holder => void say({ waitsFor: holder?.pid }),
});
try {
  const before = process.resourceUsage().maxRSS;
  const { sha256, fromCache } = await downloadFile(request);
  await say({ sha256, fromCache, grownKilobytes: process.resourceUsage().maxRSS - before });
} catch (error) {
  const text = FrameSieveError.isInstance(error) ? `${error.code}: ${error.message}` : String(error);
  await say({ error: text });
  if (!process.send) process.stdout.write(text);
}
process.disconnect?.();
