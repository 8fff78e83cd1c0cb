export { chooseKernel, type KernelName } from './kernel/kernel-code.ts';
export type { NssFeatures } from './kernel/nss-features.ts';
export { brisqueOpencvRules, brisqueUtliveRules, type NssRules, niqeRules } from './kernel/nss-rules.ts';
export { type NssMetric, type NssMetricKernel, nssMetricKernel } from './scorer/nss-metric-kernel.ts';
export type { ReadOut, ReadOutModule } from './scorer/read-out.ts';
