import type { Invocation } from '../invocation.ts';
import { printDocument } from '../output.ts';
import { printable } from '../printable.ts';
import { readSettings } from '../read-settings.ts';
import { describeVerification, documentOf } from './describe-verification.ts';
import { verifyStills } from './verify-stills.ts';

/** Verifies the stills of a manifest and prints what came of it; exit code 3 when some are not what they should be. */
export async function verifyManifest(invocation: Invocation): Promise<number> {
  const {
    arguments: [location],
    values,
    json,
    verbosity,
    signal,
  } = invocation;
  const sources = Array.isArray(values.source) ? values.source.map(String) : [];
  const settings = await readSettings(invocation);
  const stillsOnly = values.stillsOnly === true;
  const document = documentOf(
    await verifyStills({ location: location!, sources, stillsOnly, settings, signal }),
  );
  const failed = document.stills.some(({ status }) => status === 'failed');
  if (json) printDocument(document);
  else if (verbosity !== 'quiet') process.stdout.write(`${printable(describeVerification(document))}\n`);
  else if (failed) process.stderr.write(`${printable(describeVerification(document))}\n`);
  return failed ? 3 : 0;
}
