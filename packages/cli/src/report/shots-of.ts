import type { ScoreTable } from '@framesieve/core';
import type { ReportShot } from '@framesieve/report';

/** The shots of a video, by the figures of its frames. */
export async function shotsOf(table: ScoreTable): Promise<readonly ReportShot[]> {
  const { findShots } = await import('@framesieve/selector');
  return findShots(table);
}
