export type { ChartInput } from './chart/chart-input.ts';
export { makeThumbnails, type Thumbnail, type Thumbnails } from './page/make-thumbnails.ts';
export { isOwnReport, renderReport, reportName } from './page/render-report.ts';
export type { ReportInput, ReportShot, ReportVersion } from './page/report-input.ts';
export {
  type ContactSheetInput,
  contactSheetName,
  drawContactSheet,
  isOwnContactSheet,
} from './sheet/draw-contact-sheet.ts';
export { type TextChartOptions, textChart } from './text/text-chart.ts';
