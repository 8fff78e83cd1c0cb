import { counted } from '../counted.ts';
import type { ModelReport } from './models-document.ts';
import { describeStored } from './report-stored.ts';

/** What a fit came to, for a person. */
export function describeFit(report: ModelReport): string {
  const { pictures = [] } = report;
  const leftOut = pictures.filter(picture => picture.leftOut !== null);
  return [
    report.state === 'missing' ? `${report.id} is written to ${report.file}` : describeStored(report),
    ...(leftOut.length > 0 ? [`  ${counted(leftOut.length, 'picture')} left out:`] : []),
    ...leftOut.map(picture => `    ${picture.name}: ${picture.leftOut}`),
  ].join('\n');
}
