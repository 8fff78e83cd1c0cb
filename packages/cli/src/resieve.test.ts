import { expect, it } from 'vitest';
import { selectCommand } from './resieve.ts';
import type { Session } from './session.ts';

it('does not begin to select where nothing can be kept, unless nothing is to be', async () => {
  const session = {
    metrics: { ids: [], isAuto: true, directions: {} },
    store: { location: '/archive/scores.sqlite', readOnly: true },
  } as unknown as Session;
  await expect(selectCommand({ dryRun: false }).open(session)).rejects.toMatchObject({
    code: 'store-failed',
    message: 'The database "/archive/scores.sqlite" can\'t be written to, so picks can\'t be kept in it.',
    hint: expect.stringContaining('--dry-run'),
  });
  await expect(selectCommand({ dryRun: true }).open(session)).resolves.toBeDefined();
});
